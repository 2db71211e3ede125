using BenchmarkDotNet.Attributes;
using Rewards.Domain.Reports;

namespace Rewards.Benchmarks;

/// <summary>What a match report computes for a million members. To reach: 5 s with everything that is read.</summary>
[Config(typeof(InThisProcess))]
public class MatchReportBenchmark
{
    private const int Members = 1_000_000;

    private long[] pay = [];
    private long[] contribution = [];

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(7);
        pay = [.. Enumerable.Range(0, Members).Select(_ => (long)random.Next(0, 1_000))];
        contribution = [.. pay.Select(paid => (paid * 1_000) + random.Next(0, 500_000))];
    }

    [Benchmark]
    public MatchFigures Compute()
    {
        var match = new Match(pay, contribution);
        match.Extremes(10, 1);
        match.Extremes(10, -1);
        match.Curve(100);
        return match.Figures();
    }
}
