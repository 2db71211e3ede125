using System.Diagnostics;
using Rewards.LoadTests.Workload;

namespace Rewards.LoadTests.Generating;

/// <summary>
/// Open loop: requests are due by a Poisson process, whatever the server does. One that is due while every connection
/// is busy waits here, and its latency counts from when it was due, as a member of the public would count it.
/// </summary>
public sealed class OpenLane : ILane
{
    private const double RetryShare = 0.01;
    private const int RetriesKept = 1 << 16;
    private static readonly long WaitTicksMax = Stopwatch.Frequency / 100;

    /// <summary>0.2 ms: waking for each request alone would cost as much as sending it. Counted as latency.</summary>
    private static readonly long WaitTicksMin = Stopwatch.Frequency / 5_000;
    private static readonly TimeSpan DrainMax = TimeSpan.FromSeconds(30);

    private readonly Connection[] connections;
    private readonly Stack<Connection> idle;
    private readonly Queue<long> due = new();
    private readonly Members members;
    private readonly Random random;
    private readonly GeneratorOptions options;
    private readonly double ticksBetween;

    /// <summary>Sequences that were acknowledged: a repeat of one must be told so.</summary>
    private readonly long[] acknowledged = new long[RetriesKept];
    private long acknowledgedCount;
    private long nextSequence;
    private int underWay;

    public OpenLane(GeneratorOptions options, int number, Members members)
    {
        this.options = options;
        this.members = members;
        random = new Random(options.Seed + number);
        ticksBetween = Stopwatch.Frequency * options.Lanes / options.PerSecond;
        var line = new ActivityLine($"{options.IdPrefix}{number}-");
        var share = (options.Connections + number) / options.Lanes;
        connections = [.. Enumerable.Range(0, share).Select(_ => new Connection(options.Target, line, 1))];
        idle = new Stack<Connection>(connections);
    }

    public Tally Tally { get; } = new();

    public void Run(long measureFrom, long stopAt)
    {
        ThreadPriority.Raise();
        using var epoll = new Epoll(connections.Length);
        for (var i = 0; i < connections.Length; i++)
            epoll.Add(connections[i].Socket, i);
        var nextDue = Stopwatch.GetTimestamp() + Gap();
        var giveUpAt = stopAt + (long)(DrainMax.TotalSeconds * Stopwatch.Frequency);
        while (nextDue < stopAt || underWay > 0)
        {
            var now = Stopwatch.GetTimestamp();
            for (; nextDue <= now && nextDue < stopAt; nextDue += Gap())
                due.Enqueue(nextDue);
            while (due.Count > 0 && idle.Count > 0 && now < stopAt)
                Send(idle.Pop(), due.Dequeue(), measureFrom);
            var pause = nextDue < stopAt ? nextDue - Stopwatch.GetTimestamp() : WaitTicksMax;
            Receive(epoll, epoll.WaitTicks(Math.Clamp(pause, WaitTicksMin, WaitTicksMax)), measureFrom, stopAt);
            if (now > giveUpAt)
                throw new TimeoutException($"{underWay} requests were not answered within {DrainMax.TotalSeconds} s.");
        }

        Tally.Unsent += due.Count;
        foreach (var connection in connections)
            connection.Dispose();
    }

    private void Send(Connection connection, long dueAt, long measureFrom)
    {
        var isRetry = acknowledgedCount > 0 && random.NextDouble() < RetryShare;
        var sequence = isRetry
            ? acknowledged[random.NextInt64(Math.Min(acknowledgedCount, RetriesKept))]
            : nextSequence++;
        connection.Ask(0, sequence, members.Of(sequence), isRetry);
        var now = Stopwatch.GetTimestamp();
        connection.Send(now, dueAt);
        underWay++;
        Tally.UnderWayMax = Math.Max(Tally.UnderWayMax, underWay);
        if (dueAt >= measureFrom)
            Tally.SendDelays.Record(now - dueAt);
    }

    private void Receive(Epoll epoll, int ready, long measureFrom, long stopAt)
    {
        for (var i = 0; i < ready; i++)
        {
            var connection = connections[epoll.Token(i)];
            if (!connection.Receive())
                continue;
            underWay--;
            Complete(connection, Stopwatch.GetTimestamp(), measureFrom, stopAt);
            idle.Push(connection);
        }
    }

    private void Complete(Connection connection, long now, long measureFrom, long stopAt)
    {
        connection.UnderWay = false;
        Tally.Responses++;
        Tally.ResponseBytes += connection.Reader.BytesReceived;
        var latency = now - connection.DueAt;
        var timed = connection.DueAt >= measureFrom && connection.DueAt < stopAt;
        var counted = now >= measureFrom && now < stopAt;
        var reader = connection.Reader;
        if (reader.Status is 503 or 429 && options.RefusalsExpected)
        {
            Tally.Refuse(latency, timed, counted);
            return;
        }

        if (timed)
            Tally.Latencies.Record(latency);
        Tally.MeasuredActivities += counted ? 1 : 0;
        if (reader.Status != 200)
        {
            Tally.Violation($"status {reader.Status}", reader.Body);
            return;
        }

        if (options.Checked)
            Tally.Count(reader.Body, connection.Members[0], connection.IsRetry[0]);
        else
            Tally.CountUnchecked(connection.IsRetry[0]);
        if (!connection.IsRetry[0])
            acknowledged[acknowledgedCount++ % RetriesKept] = connection.Sequences[0];
    }

    /// <summary>Exponential gaps make a Poisson process.</summary>
    private long Gap() => (long)(-Math.Log(1 - random.NextDouble()) * ticksBetween);
}
