using System.ComponentModel;
using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Rewards.LoadTests.Generating;

/// <summary>
/// Level-triggered readiness of many sockets on the calling thread. Straight epoll(7): per request it costs a
/// share of one wait beside one send and one receive, where asynchronous sockets add a failed receive and a dispatch.
/// </summary>
public sealed class Epoll : IDisposable
{
    private const int AddOperation = 1;
    private const uint Readable = 1;

    // struct epoll_event is packed on x86-64 only.
    private static readonly int DataAt = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;
    private static readonly int EventSize = DataAt + 8;

    private readonly int handle = Create(0);
    private readonly byte[] events;

    public Epoll(int eventsPerWaitMax)
    {
        if (handle < 0)
            throw new Win32Exception();
        events = new byte[EventSize * eventsPerWaitMax];
    }

    public void Add(Socket socket, int token)
    {
        var entry = new byte[EventSize];
        BitConverter.TryWriteBytes(entry, Readable);
        BitConverter.TryWriteBytes(entry.AsSpan(DataAt), (long)token);
        if (Control(handle, AddOperation, (int)socket.Handle, entry) != 0)
            throw new Win32Exception();
    }

    /// <summary>Waits until a socket is readable; returns how many are (0 on time-out or signal).</summary>
    public int Wait(int timeoutMs) => Math.Max(0, Wait(handle, events, events.Length / EventSize, timeoutMs));

    /// <summary>Waits at most so many Stopwatch ticks, to a fraction of a millisecond.</summary>
    public int WaitTicks(long ticks)
    {
        // struct timespec: seconds, nanoseconds.
        var nanoseconds = ticks * 1_000_000_000 / Stopwatch.Frequency;
        long[] timeout = [nanoseconds / 1_000_000_000, nanoseconds % 1_000_000_000];
        return Math.Max(0, Wait2(handle, events, events.Length / EventSize, timeout, 0));
    }

    public int Token(int index) => (int)BitConverter.ToInt64(events, (index * EventSize) + DataAt);

    public void Dispose() => _ = Close(handle);

    [DllImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    private static extern int Create(int flags);

    [DllImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    private static extern int Control(int epoll, int operation, int socket, byte[] entry);

    [DllImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    private static extern int Wait(int epoll, [In, Out] byte[] events, int eventsMax, int timeoutMs);

    [DllImport("libc", EntryPoint = "epoll_pwait2", SetLastError = true)]
    private static extern int Wait2(int epoll, [In, Out] byte[] events, int eventsMax, long[] timeout, nint signals);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    private static extern int Close(int handle);
}
