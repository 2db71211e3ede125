using System.Diagnostics;
using Rewards.LoadTests.Workload;

namespace Rewards.LoadTests.Generating;

/// <summary>
/// One thread with its share of the connections: answers in, next requests out, until the stop; then drained.
/// </summary>
public sealed class Lane : ILane
{
    private const double RetryShare = 0.01;
    private const int WaitMs = 50;
    private static readonly TimeSpan DrainMax = TimeSpan.FromSeconds(30);

    private readonly Connection[] connections;
    private readonly Members members;
    private readonly Random random;
    private readonly bool answersChecked;
    private readonly bool refusalsExpected;
    private long nextSequence;

    public Lane(GeneratorOptions options, int number, Members members)
    {
        this.members = members;
        random = new Random(options.Seed + number);
        answersChecked = options.Checked;
        refusalsExpected = options.RefusalsExpected;
        var line = new ActivityLine($"{options.IdPrefix}{number}-");
        var share = (options.Connections + number) / options.Lanes;
        connections = [.. Enumerable.Range(0, share)
            .Select(_ => new Connection(options.Target, line, options.LinesPerRequest))];
    }

    public Tally Tally { get; } = new();

    public void Run(long measureFrom, long stopAt)
    {
        using var epoll = new Epoll(connections.Length);
        for (var i = 0; i < connections.Length; i++)
        {
            epoll.Add(connections[i].Socket, i);
            SendNext(connections[i], Stopwatch.GetTimestamp());
        }

        var giveUpAt = stopAt + (long)(DrainMax.TotalSeconds * Stopwatch.Frequency);
        for (var open = connections.Length; open > 0;)
        {
            var ready = epoll.Wait(WaitMs);
            for (var i = 0; i < ready; i++)
            {
                var connection = connections[epoll.Token(i)];
                if (!connection.Receive())
                    continue;
                var now = Stopwatch.GetTimestamp();
                Complete(connection, now, now >= measureFrom && now < stopAt);
                if (now < stopAt)
                    SendNext(connection, now);
                else
                    open--;
            }

            if (ready == 0 && Stopwatch.GetTimestamp() > giveUpAt)
                throw new TimeoutException($"{open} requests were not answered within {DrainMax.TotalSeconds} s.");
        }

        foreach (var connection in connections)
            connection.Dispose();
    }

    private void Complete(Connection connection, long now, bool measured)
    {
        connection.UnderWay = false;
        Tally.Responses++;
        Tally.ResponseBytes += connection.Reader.BytesReceived;
        if (measured)
        {
            Tally.Latencies.Record(now - connection.SentAt);
            Tally.MeasuredActivities += connection.Sequences.Length;
        }

        var body = connection.Reader.Body;
        if (connection.Reader.Status is 503 or 429 && refusalsExpected)
        {
            Tally.Refuse(now - connection.SentAt, measured, measured);
            Tally.MeasuredActivities -= measured ? connection.Sequences.Length : 0;
            return;
        }

        if (connection.Reader.Status != 200)
        {
            Tally.Violation($"status {connection.Reader.Status}", body);
            return;
        }

        for (var i = 0; i < connection.Sequences.Length; i++)
        {
            var end = connection.Sequences.Length == 1 ? body.Length : body.IndexOf((byte)'\n');
            if (end <= 0)
            {
                Tally.Violation($"{i} answer lines for {connection.Sequences.Length} activities", body);
                return;
            }

            if (answersChecked)
                Tally.Count(body[..end], connection.Members[i], connection.IsRetry[i]);
            else
                Tally.CountUnchecked(connection.IsRetry[i]);
            body = body[Math.Min(end + 1, body.Length)..];
        }

        if (!body.IsEmpty)
            Tally.Violation("more answer lines than activities", body);
    }

    private void SendNext(Connection connection, long now)
    {
        for (var i = 0; i < connection.Sequences.Length; i++)
        {
            var isRetry = TryChooseRetry(connection, i, out var sequence);
            if (!isRetry)
                sequence = nextSequence++;
            connection.Ask(i, sequence, members.Of(sequence), isRetry);
        }

        connection.Send(now);
    }

    // Any earlier activity of this lane that has its answer: then it is certain what the retry must be told.
    private bool TryChooseRetry(Connection asking, int index, out long sequence)
    {
        sequence = 0;
        // What was refused is not known to the server: nothing can be said of its retry.
        if (refusalsExpected || nextSequence == 0 || random.NextDouble() >= RetryShare)
            return false;
        sequence = random.NextInt64(nextSequence);
        if (asking.Sequences.AsSpan(0, index).Contains(sequence))
            return false;
        foreach (var connection in connections)
        {
            if (connection.UnderWay && connection.Sequences.AsSpan().Contains(sequence))
                return false;
        }

        return true;
    }
}
