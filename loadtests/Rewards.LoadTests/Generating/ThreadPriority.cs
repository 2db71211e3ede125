using System.Runtime.InteropServices;

namespace Rewards.LoadTests.Generating;

/// <summary>
/// Callers have machines of their own: on a shared one, a generator that waits for a processor measures itself.
/// </summary>
public static class ThreadPriority
{
    // PRIO_PROCESS; process 0 is the calling thread, as Linux counts.
    private const int OfThread = 0;
    private const int Niceness = -15;

    /// <summary>Lets the calling thread go before others; without the right to it, nothing changes.</summary>
    public static void Raise() => _ = SetPriority(OfThread, 0, Niceness);

    [DllImport("libc", EntryPoint = "setpriority", SetLastError = true)]
    private static extern int SetPriority(int which, int who, int priority);
}
