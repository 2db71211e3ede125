using Rewards.LoadTests.Generating;
using Rewards.LoadTests.Runs;
using Rewards.LoadTests.Servers;
using Rewards.LoadTests.Workload;

namespace Rewards.LoadTests.Scenarios;

/// <summary>Puts the members of one account on a server, and keeps that account.</summary>
public sealed class Load(Stage stage, RewardsServer server, Account account, MemberDraw draw = MemberDraw.Zipf)
{
    /// <summary>The default of the setting <c>admission.underWayMax</c>.</summary>
    private const int ServerBound = 500;

    public Account Account => account;

    public RewardsServer Server => server;

    /// <summary>Before round 1: compilation, caches, first pages.</summary>
    public Task WarmUpAsync() => PlayAsync(Options(TimeSpan.FromSeconds(stage.Options.Quick ? 1 : 5)));

    /// <summary>As fast as the server answers.</summary>
    public Task<GeneratorReport> SaturateAsync() => PlayAsync(Options(stage.Options.Measured));

    /// <summary>
    /// Poisson arrivals at a rate, whatever the server does. Where nobody is to be refused the callers are as many as
    /// the server's bound, and what is due beyond that waits for one of them, on the clock.
    /// </summary>
    public Task<GeneratorReport> OpenAsync(double perSecond, bool refusalsExpected) =>
        PlayAsync(Options(stage.Options.Measured) with
        {
            Connections = refusalsExpected
                ? stage.Options.OpenConnections : Math.Min(stage.Options.OpenConnections, ServerBound),
            PerSecond = perSecond,
            RefusalsExpected = refusalsExpected,
        });

    /// <summary>The closed loop against a server that refuses.</summary>
    public Task<GeneratorReport> SaturateRefusingAsync() =>
        PlayAsync(Options(stage.Options.Measured) with { RefusalsExpected = true });

    private async Task<GeneratorReport> PlayAsync(GeneratorOptions options)
    {
        var report = await GeneratorProcess.RunAsync(options);
        if (report.Violations > 0)
            throw new InvalidOperationException($"{report.Violations} wrong answers, first {report.FirstViolation}");
        account.Add(report, options.AcknowledgedFile!);
        return report;
    }

    private GeneratorOptions Options(TimeSpan measured)
    {
        var round = stage.NextRound();
        return new GeneratorOptions(
            server.TargetOf(account), RunId.Of(round), round, stage.Options.Connections, 2, 1,
            stage.Options.WarmUp, measured, server.Pid, Checked: true, stage.PathOf("acknowledged"))
        {
            Draw = draw,
        };
    }
}
