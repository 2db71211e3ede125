using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using Rewards.LoadTests.Generating;

namespace Rewards.LoadTests.Tests.Generating;

/// <summary>What a histogram says of latencies, against the latencies themselves.</summary>
public sealed class LatencyHistogramTests
{
    /// <summary>One step of 64 within a power of two.</summary>
    private const double Width = 1.0 / 64;

    private static readonly double[] Shares = [0.001, 0.5, 0.9, 0.99, 0.999, 0.9999, 1];

    [Fact]
    public void Percentile_OfAnyLatencies_IsThatOfTheLatenciesWithinAStep()
    {
        var ticks = ArbMap.Default.GeneratorFor<int>().NonEmptyListOf()
            .Select(numbers => numbers.Select((number, i) => Math.Abs((long)number) << (i % 24)).ToArray());

        Prop.ForAll(ticks.ToArbitrary(), latencies =>
        {
            var histogram = new LatencyHistogram();
            Array.ForEach(latencies, histogram.Record);
            var sorted = latencies.Order().ToArray();
            return Shares.All(share =>
            {
                var exact = sorted[(int)Math.Ceiling(sorted.Length * share) - 1];
                var told = histogram.PercentileMs(share) * Stopwatch.Frequency / 1000;
                return told >= exact - 0.5 && told <= (exact * (1 + Width)) + 1;
            });
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Percentile_OfSeveralLanes_IsThatOfAllTheirLatencies()
    {
        var (one, other, all) = (new LatencyHistogram(), new LatencyHistogram(), new LatencyHistogram());
        var random = new Random(7);
        for (var i = 0; i < 10_000; i++)
        {
            var ticks = random.NextInt64(1, 1 << random.Next(1, 30));
            (i % 3 == 0 ? one : other).Record(ticks);
            all.Record(ticks);
        }

        one.Add(other);

        Assert.Equal((all.Count, all.MaxTicks), (one.Count, one.MaxTicks));
        Assert.All(Shares, share => Assert.Equal(all.PercentileMs(share), one.PercentileMs(share)));
    }
}
