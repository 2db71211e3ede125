using Rewards.LoadTests.Generating;
using Rewards.LoadTests.Runs;

namespace Rewards.LoadTests.Scenarios;

/// <summary>
/// More than the server can do, offered without mercy (open loop): what is still done, how quickly the rest is refused,
/// and whether memory stays where it was. Compared with the maximum of the same run, and at twice the maximum with what
/// the machine has left after generating and refusing, each of which is measured.
/// </summary>
public sealed class Overload : IScenario
{
    private const double MicrosecondsPerSecond = 1e6;

    public string Name => "overload";

    public async Task PlayAsync(Stage stage)
    {
        var figures = stage.Figures;
        var settings = stage.Options.UnderWayMax is { } bound ? $"\nadmission: {{ underWayMax: {bound} }}\n" : "";
        var server = await stage.StartServerAsync("data", Configs.Wide(stage, settings));
        var account = new Account(Configs.WideCommunity, 0, Account.WideDailyCap);
        var load = new Load(stage, server, account);
        await load.WarmUpAsync();
        for (var round = 0; round < stage.Options.Rounds; round++)
        {
            server.ForgetPeak();
            AddMaximum(figures, await load.SaturateAsync());
            figures.Add("maximum peak MB", server.PeakMb());
            await AddOverloadAsync(stage, load, "1.2x", 1.2);
            await AddOverloadAsync(stage, load, "2x", 2);
        }

        figures.Add("server MB at the end", server.ResidentMb());
        await stage.CheckAsync(server, account);
        await MeasureRefusingAsync(stage);
        Conclude(figures);
    }

    private static void AddMaximum(Figures figures, GeneratorReport report)
    {
        var microseconds = MicrosecondsPerSecond / report.MeasuredActivities;
        figures.Add("maximum per s", report.PerSecond);
        figures.Add("award server us", report.ServerCpuSeconds * microseconds);
        figures.Add("award generator us", report.GeneratorCpuSeconds * microseconds);
    }

    private static async Task AddOverloadAsync(Stage stage, Load load, string name, double times)
    {
        var offered = times * stage.Figures.Rounds["maximum per s"][^1];
        load.Server.ForgetPeak();
        var report = await load.OpenAsync(offered, refusalsExpected: true);
        var figures = stage.Figures;
        var seconds = stage.Options.Measured.TotalSeconds;
        figures.Add($"{name} offered per s", offered);
        figures.Add($"{name} done per s", report.PerSecond);
        figures.Add($"{name} refused per s", report.RefusedPerSecond);
        figures.Add($"{name} done p99 ms", report.P99Ms);
        figures.Add($"{name} refused p99 ms", report.RefusalP99Ms);
        figures.Add($"{name} refused max ms", report.RefusalMaxMs);
        figures.Add($"{name} sent late p99 ms", report.SendDelayP99Ms);
        figures.Add($"{name} under way at most", report.UnderWayMax);
        figures.Add($"{name} never sent per s", report.Unsent / seconds);
        figures.Add($"{name} generator processors", report.GeneratorCpuSeconds / seconds);
        figures.Add($"{name} server processors", report.ServerCpuSeconds / seconds);
        figures.Add($"{name} peak MB", load.Server.PeakMb());
    }

    /// <summary>A server that takes one activity at a time refuses nearly all: what that costs it.</summary>
    private static async Task MeasureRefusingAsync(Stage stage)
    {
        var config = Configs.Of(stage, "refusing", [Configs.WideCommunity], "\nadmission: { underWayMax: 1 }\n");
        var server = await stage.StartServerAsync("data-refusing", config);
        var load = new Load(stage, server, new Account(Configs.WideCommunity, 0, Account.WideDailyCap));
        await load.SaturateRefusingAsync();
        for (var round = 0; round < stage.Options.Rounds; round++)
        {
            var report = await load.SaturateRefusingAsync();
            var seconds = stage.Options.Measured.TotalSeconds;
            var awards = report.PerSecond * seconds * stage.Figures.Median("award server us") / MicrosecondsPerSecond;
            var refused = report.RefusedPerSecond * seconds;
            stage.Figures.Add("refusing: refused per s", report.RefusedPerSecond);
            stage.Figures.Add("refusing: done per s", report.PerSecond);
            stage.Figures.Add(
                "refusal server us", (report.ServerCpuSeconds - awards) * MicrosecondsPerSecond / refused);
        }

        await stage.CheckAsync(server, load.Account);
    }

    private static void Conclude(Figures figures)
    {
        var maximum = figures.Median("maximum per s");
        figures.Result("maximum_per_s", maximum, 0);
        figures.Result("goodput_1_2x", figures.Median("1.2x done per s") / maximum, 3);
        figures.Result("goodput_2x", figures.Median("2x done per s") / maximum, 3);
        figures.Result("goodput_2x_of_left", figures.Median("2x done per s") / Left(figures), 3);
        figures.Result("left_2x_per_s", Left(figures), 0);
        foreach (var (name, label) in new[] { ("1.2x", "1_2x"), ("2x", "2x") })
        {
            figures.Result($"refused_p99_ms_{label}", figures.Median($"{name} refused p99 ms"), 1);
            figures.Result($"refused_max_ms_{label}", figures.Max($"{name} refused max ms"), 1);
            figures.Result($"done_p99_ms_{label}", figures.Median($"{name} done p99 ms"), 1);
            figures.Result($"sent_late_p99_ms_{label}", figures.Median($"{name} sent late p99 ms"), 1);
        }

        figures.Result("refusal_us", figures.Median("refusal server us"), 1);
        figures.Result("peak_2x_of_maximum", figures.Max("2x peak MB") / figures.Max("maximum peak MB"), 2);
        figures.Result("peak_mb", figures.Max("2x peak MB"), 0);
    }

    /// <summary>
    /// Awards a second that the processors have time for, after the generator has had its share of them and everything
    /// that cannot be done has been refused (at least one):
    /// server time = awards × award cost + (handled − awards) × refusal cost.
    /// </summary>
    private static double Left(Figures figures)
    {
        var (award, refusal) = (figures.Median("award server us"), figures.Median("refusal server us"));
        var processors = Environment.ProcessorCount - figures.Median("2x generator processors");
        var handled = figures.Median("2x done per s") + figures.Median("2x refused per s");
        return Math.Max(1, ((processors * MicrosecondsPerSecond) - (handled * refusal)) / (award - refusal));
    }
}
