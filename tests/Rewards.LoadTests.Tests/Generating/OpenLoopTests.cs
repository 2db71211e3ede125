using Rewards.LoadTests.Generating;
using Rewards.LoadTests.Workload;

namespace Rewards.LoadTests.Tests.Generating;

/// <summary>
/// The open loop against a server of which is known what it does. A slow machine makes latencies longer and changes
/// nothing of what is asserted.
/// </summary>
public sealed class OpenLoopTests
{
    private const int PerSecond = 2_000;
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(1);

    /// <summary>
    /// While answers are held back the requests that are due go on waiting, each counted from when it was due: had only
    /// those under way been counted, a handful of latencies would tell of the stall and no percentile.
    /// </summary>
    [Fact]
    public async Task Latencies_WhileTheServerStalls_AreThoseOfAllWhoWouldHaveWaited()
    {
        await using var clock = new StubServer(200);
        await using var server = new StubServer(200, holdAt: PerSecond / 5, () => clock.WhenMoreAsync(PerSecond / 4));

        var ticking = Task.Run(() => Run(clock, connections: 256, Measured * 3));
        var report = Run(server, connections: 4, Measured * 2);
        await ticking;

        var held = server.Held.TotalMilliseconds;
        Assert.InRange(held, 1, double.MaxValue);
        Assert.InRange(report.MaxMs, held, double.MaxValue);
        Assert.InRange(report.P99Ms, held / 2, double.MaxValue);
        Assert.InRange(report.SendDelayP99Ms, held / 4, report.MaxMs);
        Assert.Equal(4, report.UnderWayMax);
    }

    /// <summary>A Poisson process has about as many in a second as its rate: five deviations either way.</summary>
    [Fact]
    public async Task Arrivals_OfAPoissonProcess_AreAsManyAsTheRateSays()
    {
        await using var server = new StubServer(200);

        var report = Run(server, connections: 256);

        var sent = report.Fresh + report.Replayed + report.Unsent;
        Assert.InRange(sent, PerSecond - (5 * Math.Sqrt(PerSecond)), PerSecond + (5 * Math.Sqrt(PerSecond)));
        Assert.Equal(server.Requests, report.Fresh + report.Replayed);
        Assert.InRange(report.Replayed, 1, PerSecond / 20);
    }

    [Fact]
    public async Task Refusals_ThatAreExpected_AreCountedApart()
    {
        await using var server = new StubServer(503);

        var report = Run(server, connections: 64, refusalsExpected: true);

        Assert.Equal((0, 0, 0), (report.MeasuredActivities, report.Fresh + report.Replayed, report.Violations));
        Assert.True(report.RefusedPerSecond > 0 && report.RefusalP99Ms > 0);
        Assert.Equal(0, report.P99Ms);
    }

    [Fact]
    public async Task Refusals_ThatAreNotExpected_AreWrongAnswers()
    {
        await using var server = new StubServer(503);

        var report = Run(server, connections: 64);

        Assert.Equal(server.Requests, report.Violations);
        Assert.Contains("503", report.FirstViolation, StringComparison.Ordinal);
    }

    private static GeneratorReport Run(
        StubServer server, int connections, TimeSpan? measured = null, bool refusalsExpected = false) =>
        Generator.Run(new GeneratorOptions(
            new RequestTarget("127.0.0.1", server.Port, "none"), "t-", Seed: 3, connections, Lanes: 1,
            LinesPerRequest: 1, WarmUp: TimeSpan.Zero, measured ?? Measured, ServerPid: 0, Checked: false,
            AcknowledgedFile: null)
        {
            PerSecond = PerSecond,
            RefusalsExpected = refusalsExpected,
            Draw = MemberDraw.One,
        });
}
