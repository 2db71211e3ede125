using System.Globalization;
using Rewards.LoadTests.Generating;
using Rewards.LoadTests.Runs;
using Rewards.LoadTests.Servers;
using Rewards.LoadTests.Workload;

namespace Rewards.LoadTests.Scenarios;

/// <summary>
/// What a caller waits at 70 % of the maximum: Poisson arrivals, from when a request was due to the last byte of its
/// answer. Beside it in every round: the disk's sync alone, and an echo at the same rate, which shows what the machine
/// and the generator add.
/// </summary>
public sealed class LatencyAtLoad : IScenario
{
    private const double LoadShare = 0.7;
    private const int MaximumRounds = 3;
    private const int SyncsPerRound = 2_000;

    public string Name => "latency";

    public async Task PlayAsync(Stage stage)
    {
        var figures = stage.Figures;
        var server = await stage.StartServerAsync("data", Configs.Wide(stage));
        var load = new Load(stage, server, new Account(Configs.WideCommunity, 0, Account.WideDailyCap));
        var echo = await StartEchoAsync(stage);
        await load.WarmUpAsync();
        for (var round = 0; round < Math.Min(MaximumRounds, stage.Options.Rounds); round++)
            figures.Add("maximum per s", (await load.SaturateAsync()).PerSecond);
        var rate = LoadShare * figures.Median("maximum per s");
        for (var round = 0; round < stage.Options.Rounds; round++)
        {
            var syncs = SyncProbe.TimesUs(stage.PathOf("sync"), SyncsPerRound);
            figures.Add("sync p99 ms", syncs[SyncsPerRound * 99 / 100] / 1000);
            Add(figures, "echo", await GeneratorProcess.RunAsync(EchoOptions(stage, echo, rate)));
            Add(figures, "award", await load.OpenAsync(rate, refusalsExpected: false));
        }

        await stage.CheckAsync(server, load.Account);
        var bound = (2 * figures.Median("sync p99 ms")) + 2;
        figures.Result("p99_ms", figures.Median("award p99 ms"), 2);
        figures.Result("bound_ms", bound, 2);
        figures.Result("p99_of_bound", figures.Median("award p99 ms") / bound, 3);
        figures.Result("p999_ms", figures.Median("award p99.9 ms"), 2);
        figures.Result("p9999_ms", figures.Median("award p99.99 ms"), 2);
        figures.Result("max_ms", figures.Max("award max ms"), 2);
        figures.Result("echo_p99_ms", figures.Median("echo p99 ms"), 2);
        figures.Result("sync_p99_ms", figures.Median("sync p99 ms"), 2);
        figures.Result("rate_per_s", rate, 0);
    }

    private static void Add(Figures figures, string name, GeneratorReport report)
    {
        figures.Add($"{name} p50 ms", report.P50Ms);
        figures.Add($"{name} p99 ms", report.P99Ms);
        figures.Add($"{name} p99.9 ms", report.P999Ms);
        figures.Add($"{name} p99.99 ms", report.P9999Ms);
        figures.Add($"{name} max ms", report.MaxMs);
        figures.Add($"{name} sent late p99 ms", report.SendDelayP99Ms);
        figures.Add($"{name} answered per s", report.PerSecond);
        figures.Add($"{name} under way at most", report.UnderWayMax);
    }

    private static async Task<HttpServer> StartEchoAsync(Stage stage)
    {
        var port = LocalPort.Free();
        var number = port.ToString(CultureInfo.InvariantCulture);
        return stage.Keep(await HttpServer.StartAsync(
            port, [typeof(LatencyAtLoad).Assembly.Location, "echo", "--port", number]));
    }

    private static GeneratorOptions EchoOptions(Stage stage, HttpServer echo, double rate)
    {
        var round = stage.NextRound();
        return new GeneratorOptions(
            new RequestTarget("127.0.0.1", echo.Port, "none"), RunId.Of(round), round,
            stage.Options.OpenConnections, 2, 1, stage.Options.WarmUp, stage.Options.Measured, echo.Pid,
            Checked: false, AcknowledgedFile: null)
        {
            PerSecond = rate,
        };
    }
}
