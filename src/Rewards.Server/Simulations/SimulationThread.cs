using System.Runtime.InteropServices;

namespace Rewards.Server.Simulations;

/// <summary>
/// Runs a simulation on a thread of its own that goes behind all others: it decides one activity after the other for
/// minutes, and whoever is awarded meanwhile must not wait for it.
/// </summary>
internal static class SimulationThread
{
    // PRIO_PROCESS; process 0 is the calling thread, as Linux counts. Lowering needs no right.
    private const int OfThread = 0;
    private const int Niceness = 10;

    /// <param name="work">On a local journal it never leaves the thread.</param>
    public static Task<T> RunAsync<T>(Func<Task<T>> work)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            GoBehind();
            try
            {
                result.SetResult(work().GetAwaiter().GetResult());
            }
            catch (OperationCanceledException e)
            {
                result.SetCanceled(e.CancellationToken);
            }
            catch (Exception e)
            {
                result.SetException(e);
            }
        })
        { IsBackground = true, Name = "simulation" };
        thread.Start();
        return result.Task;
    }

    /// <summary>Waits on the thread for a caller to whom progress is written, and who may be slow.</summary>
    public static ValueTask Wait(ValueTask writing)
    {
        if (!writing.IsCompletedSuccessfully)
        {
            writing.AsTask().GetAwaiter().GetResult();
        }

        return ValueTask.CompletedTask;
    }

    private static void GoBehind()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = SetPriority(OfThread, 0, Niceness);
        }
        else
        {
            Thread.CurrentThread.Priority = ThreadPriority.BelowNormal;
        }
    }

    [DllImport("libc", EntryPoint = "setpriority", SetLastError = true)]
    private static extern int SetPriority(int which, int who, int priority);
}
