using System.Diagnostics;

namespace Rewards.Server.Overload;

/// <summary>
/// Knows when more requests come than the processors can serve: they pile up in their sockets, where no bound on what
/// is under way sees them. A pile that stays is overload; one that passes (a collection, a busy moment) is not. While
/// there is overload, requests are refused whenever the wait is too long: refusing takes the pile away.
/// </summary>
internal sealed class OverloadWatch : IDisposable
{
    /// <summary>
    /// Often enough for waits of a second; each probe wakes this thread and one that serves connections.
    /// </summary>
    private static readonly TimeSpan ProbeEvery = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// 1 s: longer than requests wait for each other at the maximum, also when all of them are batches of many lines or
    /// another program takes the processors for a moment.
    /// </summary>
    private static readonly long WaitTicksMax = Stopwatch.Frequency;

    /// <summary>A wait without a break of so long (2 s) is overload.</summary>
    private static readonly long OverloadAfterTicks = 2 * Stopwatch.Frequency;

    /// <summary>It is over when nobody has waited too long for a second.</summary>
    private static readonly long OverAfterTicks = Stopwatch.Frequency;

    // The runtime hands its sockets to its threads in turns: as many probes as there are such threads.
    private readonly SocketProbe[] probes =
        [.. Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new SocketProbe())];

    private readonly ManualResetEventSlim stopping = new();
    private readonly Thread thread;
    private long waitingSince;
    private long waitedAt;
    private volatile bool overloaded;

    public OverloadWatch()
    {
        thread = new Thread(Run) { Name = "overload watch", IsBackground = true };
        thread.Start();
    }

    /// <summary>Whether a request that is read now is to be refused.</summary>
    public bool Refuses => overloaded && WaitIsTooLong(Stopwatch.GetTimestamp());

    public void Dispose()
    {
        stopping.Set();
        thread.Join();
        foreach (var probe in probes)
        {
            probe.Dispose();
        }

        stopping.Dispose();
    }

    private void Run()
    {
        while (!stopping.Wait(ProbeEvery))
        {
            var now = Stopwatch.GetTimestamp();
            Judge(now);
            foreach (var probe in probes)
            {
                probe.Send(now);
            }
        }
    }

    private void Judge(long now)
    {
        if (WaitIsTooLong(now))
        {
            waitingSince = waitingSince == 0 ? now : waitingSince;
            waitedAt = now;
            overloaded |= now - waitingSince >= OverloadAfterTicks;
            return;
        }

        waitingSince = 0;
        overloaded &= now - waitedAt < OverAfterTicks;
    }

    private bool WaitIsTooLong(long now)
    {
        foreach (var probe in probes)
        {
            if (probe.WaitTicks(now) > WaitTicksMax)
            {
                return true;
            }
        }

        return false;
    }
}
