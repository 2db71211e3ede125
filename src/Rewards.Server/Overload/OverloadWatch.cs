using System.Diagnostics;

namespace Rewards.Server.Overload;

/// <summary>
/// Counts the requests that have come and are not answered, also those that wait in their sockets for a processor,
/// where no bound on what is under way sees them. A byte is sent to each thread that serves connections, all at one
/// moment: what is begun before the byte comes through was waiting at that moment. A connection has one request at a
/// time, so that never more are counted than there are callers, however slow the machine is.
/// </summary>
internal sealed class OverloadWatch : IDisposable
{
    private static readonly TimeSpan CountEvery = TimeSpan.FromMilliseconds(5);

    /// <summary>
    /// When so many waited, the next count begins at once: it takes a turn of each thread, and threads at rest would do
    /// nothing but count.
    /// </summary>
    private const int BusyAt = 16;

    /// <summary>Read by the runtime.</summary>
    public const string InlineSockets = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    /// <summary>A count that takes so long tells nothing of now; its byte may be lost.</summary>
    private static readonly long CountTicksMax = Stopwatch.Frequency;

    /// <summary>
    /// A beginning that takes longer (200 us) was interrupted: its parts are not of one moment, and some requests would
    /// count twice.
    /// </summary>
    private static readonly long BeginTicksMax = Stopwatch.Frequency / 5_000;

    private readonly Func<int> underWay;
    private readonly Shedding shedding;
    private readonly SocketProbe[] probes;
    // Without spinning: it is waited for two hundred times a second, and nearly always in vain.
    private readonly ManualResetEventSlim stopping = new(initialState: false, spinCount: 0);
    private readonly Thread thread;
    private int stage;
    private int toCome;
    private int underWayThen;
    private int lastCount;
    private long begunAt;
    private long observedAt;
    private volatile bool isOfOneMoment;

    /// <param name="underWay">Requests that were begun and are not answered.</param>
    /// <param name="shedding">Told of every count.</param>
    public OverloadWatch(Func<int> underWay, Shedding shedding)
    {
        (this.underWay, this.shedding) = (underWay, shedding);
        observedAt = Stopwatch.GetTimestamp();

        // The runtime hands its sockets to its threads in turns: as many probes as there are such threads.
        probes = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new SocketProbe(Arrived))];
        thread = new Thread(Run) { Name = "overload watch", IsBackground = true };
        thread.Start();
    }

    /// <summary>Whether a socket is served by one thread all its life: only then is there anything to count.</summary>
    public static bool CanCount => Environment.GetEnvironmentVariable(InlineSockets) == "1";

    /// <summary>Requests in the house at the last count.</summary>
    public int InHouse => Volatile.Read(ref lastCount);

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
        while (!stopping.Wait(CountEvery))
        {
            Begin();
            if (Stopwatch.GetTimestamp() - Volatile.Read(ref begunAt) > CountTicksMax
                && Interlocked.CompareExchange(ref stage, Stage.GivenUp, Stage.Counting) == Stage.Counting)
            {
                Observe(0);
            }
        }
    }

    /// <summary>Begins a count, unless one is under way.</summary>
    private void Begin()
    {
        if (Interlocked.CompareExchange(ref stage, Stage.Preparing, Stage.Resting) != Stage.Resting)
        {
            return;
        }

        // In this order: a request that is begun meanwhile counts nowhere, rather than as waiting and as under way.
        isOfOneMoment = false;
        var began = Stopwatch.GetTimestamp();
        Volatile.Write(ref begunAt, began);
        Volatile.Write(ref underWayThen, underWay());
        Volatile.Write(ref toCome, probes.Length);
        foreach (var probe in probes)
        {
            probe.Prepare();
        }

        Volatile.Write(ref stage, Stage.Counting);
        foreach (var probe in probes)
        {
            probe.Send();
        }

        isOfOneMoment = Stopwatch.GetTimestamp() - began <= BeginTicksMax;
    }

    private void Arrived()
    {
        if (Interlocked.Decrement(ref toCome) > 0)
        {
            return;
        }

        var waited = Waited();
        if (isOfOneMoment)
        {
            Observe(Count(waited));
        }

        Volatile.Write(ref stage, Stage.Resting);
        if (waited >= BusyAt && !stopping.IsSet)
        {
            Begin();
        }
    }

    private void Observe(int count)
    {
        Volatile.Write(ref lastCount, count);
        var now = Stopwatch.GetTimestamp();
        shedding.Observe(count, Stopwatch.GetElapsedTime(Interlocked.Exchange(ref observedAt, now), now));
    }

    /// <summary>A few that waited are no queue: they only came while the count began.</summary>
    private int Count(int waited) => Volatile.Read(ref underWayThen) + (waited >= BusyAt ? waited : 0);

    private int Waited()
    {
        var sum = 0;
        foreach (var probe in probes)
        {
            sum += probe.WaitedBefore;
        }

        return sum;
    }

    /// <summary>Of a count.</summary>
    private static class Stage
    {
        public const int Resting = 0;
        public const int Preparing = 1;
        public const int Counting = 2;
        public const int GivenUp = 3;
    }
}
