using System.Diagnostics;
using System.Runtime.InteropServices;
using Rewards.LoadTests.Servers;
using Rewards.LoadTests.Workload;

namespace Rewards.LoadTests.Generating;

/// <summary>
/// Saturating closed loop (as many requests under way as there are connections, the next one as soon as one is
/// answered), or open loop at a given rate.
/// </summary>
public static class Generator
{
    public static GeneratorReport Run(GeneratorOptions options)
    {
        var members = Members.Drawn(options.Draw, options.Seed);
        var random = new Random(options.Seed);
        var lanes = Enumerable.Range(0, options.Lanes)
            .Select(number => LaneOf(options, number, members.StartingAt(random.NextInt64(int.MaxValue))))
            .ToArray();

        var start = Stopwatch.GetTimestamp();
        var measureFrom = start + Ticks(options.WarmUp);
        var stopAt = measureFrom + Ticks(options.Measured);
        var failures = new List<Exception>();
        var threads = lanes.Select(lane => Start(lane, measureFrom, stopAt, failures)).ToArray();

        SleepUntil(measureFrom);
        var (serverBefore, ownBefore) = CpuNow(options);
        SleepUntil(stopAt);
        var (serverAfter, ownAfter) = CpuNow(options);

        Array.ForEach(threads, thread => thread.Join());
        if (failures.Count > 0)
            throw new AggregateException(failures);
        foreach (var lane in lanes.Skip(1))
            lanes[0].Tally.Add(lane.Tally);
        if (options.AcknowledgedFile is { } file)
            File.WriteAllBytes(file, MemoryMarshal.AsBytes(lanes[0].Tally.Acknowledged));
        return Report(lanes[0].Tally, options.Measured, serverAfter - serverBefore, ownAfter - ownBefore);
    }

    private static ILane LaneOf(GeneratorOptions options, int number, Members members) =>
        options.PerSecond > 0 ? new OpenLane(options, number, members) : new Lane(options, number, members);

    private static Thread Start(ILane lane, long measureFrom, long stopAt, List<Exception> failures)
    {
        var thread = new Thread(() =>
        {
            try
            {
                lane.Run(measureFrom, stopAt);
            }
            catch (Exception failure)
            {
                lock (failures)
                    failures.Add(failure);
            }
        });
        thread.Start();
        return thread;
    }

    private static GeneratorReport Report(Tally tally, TimeSpan measured, double serverCpu, double ownCpu) => new()
    {
        PerSecond = tally.MeasuredActivities / measured.TotalSeconds,
        MeasuredActivities = tally.MeasuredActivities,
        P50Ms = tally.Latencies.PercentileMs(0.5),
        P99Ms = tally.Latencies.PercentileMs(0.99),
        P999Ms = tally.Latencies.PercentileMs(0.999),
        P9999Ms = tally.Latencies.PercentileMs(0.9999),
        MaxMs = tally.Latencies.PercentileMs(1),
        RefusedPerSecond = tally.MeasuredRefusals / measured.TotalSeconds,
        RefusalP99Ms = tally.RefusalLatencies.PercentileMs(0.99),
        RefusalMaxMs = tally.RefusalLatencies.PercentileMs(1),
        SendDelayP99Ms = tally.SendDelays.PercentileMs(0.99),
        Unsent = tally.Unsent,
        UnderWayMax = tally.UnderWayMax,
        ServerCpuSeconds = serverCpu,
        GeneratorCpuSeconds = ownCpu,
        BytesPerResponse = (double)tally.ResponseBytes / tally.Responses,
        Fresh = tally.Fresh,
        Replayed = tally.Replayed,
        GrantedNothing = tally.GrantedNothing,
        Amount = tally.Amount,
        Violations = tally.Violations,
        FirstViolation = tally.FirstViolation,
    };

    private static (double Server, double Own) CpuNow(GeneratorOptions options) =>
        (options.ServerPid == 0 ? 0 : CpuTime.Seconds(options.ServerPid), CpuTime.Seconds(Environment.ProcessId));

    private static void SleepUntil(long time)
    {
        var left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), time);
        if (left > TimeSpan.Zero)
            Thread.Sleep(left);
    }

    private static long Ticks(TimeSpan time) => (long)(time.TotalSeconds * Stopwatch.Frequency);
}
