using System.Diagnostics;
using Rewards.LoadTests.Generating;
using Rewards.LoadTests.Prefill;
using Rewards.LoadTests.Runs;
using Rewards.LoadTests.Servers;
using Rewards.LoadTests.Workload;

namespace Rewards.LoadTests.Scenarios;

/// <summary>
/// Coming back: a start with a million members on disk against a start with none, after a stop and after kill -9 under
/// load; the first answer to a member that is on disk only against the second one; and the replay of everything.
/// </summary>
public sealed class Recovery : IScenario
{
    private const long AwardsBefore = 2 * Members.Count;
    private const int ColdMembers = 1_000;

    public string Name => "recovery";

    public async Task PlayAsync(Stage stage)
    {
        var figures = stage.Figures;
        var account = new Account(Configs.WideCommunity, 0, Account.WideDailyCap);
        var config = Configs.Wide(stage);
        var empty = await stage.StartServerAsync("empty", config);
        await empty.StopAsync();
        var server = await stage.StartServerAsync("data", config);
        await server.StopAsync();
        var awards = stage.Options.Awards ?? (stage.Options.Quick ? AwardsBefore / 20 : AwardsBefore);
        await PrefillProcess.FillAsync(stage, server, account, awards, MemberDraw.Each);
        var members = (int)Math.Min(Members.Count, awards);
        for (var round = 0; round < stage.Options.Rounds; round++)
        {
            figures.Add("start with nothing ms", await StartMsAsync(empty));
            await empty.StopAsync();
            PageCache.Forget(server.JournalFile);
            figures.Add("start with members ms", await StartMsAsync(server));
            PageCache.Forget(server.JournalFile);
            AskCold(stage, server, account, members);
            await new Load(stage, server, account).SaturateAsync();
            await server.KillAsync();
            figures.Add("start after kill -9 ms", await StartMsAsync(server));
            if (round < stage.Options.Rounds - 1)
                await server.StopAsync();
        }

        await stage.CheckAsync(server, account);
        await ReplayAsync(stage, server);
        Conclude(figures, members);
    }

    private static async Task<double> StartMsAsync(RewardsServer server)
    {
        var began = Stopwatch.GetTimestamp();
        await server.StartAgainAsync();
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    /// <summary>An award each for members that nobody has asked for since the start, one after the other.</summary>
    private static void AskCold(Stage stage, RewardsServer server, Account account, int members)
    {
        var round = stage.NextRound();
        using var caller = new Caller(server.TargetOf(account), $"{RunId.Of(round)}c-");
        var random = new Random(round);
        var (first, second) = (new LatencyHistogram(), new LatencyHistogram());
        for (var i = 0; i < 2 * ColdMembers; i++)
        {
            // The first half warms the program up, on members of its own.
            var member = random.Next(1, members + 1);
            var timesTicks = (caller.Award(member, account), caller.Award(member, account));
            if (i < ColdMembers)
                continue;
            first.Record(timesTicks.Item1);
            second.Record(timesTicks.Item2);
        }

        foreach (var (name, times) in new[] { ("first", first), ("second", second) })
        {
            stage.Figures.Add($"{name} answer p50 ms", times.PercentileMs(0.5));
            stage.Figures.Add($"{name} answer p99 ms", times.PercentileMs(0.99));
            stage.Figures.Add($"{name} answer max ms", times.PercentileMs(1));
        }
    }

    private static async Task ReplayAsync(Stage stage, RewardsServer server)
    {
        for (var round = 0; round < Math.Min(3, stage.Options.Rounds); round++)
        {
            var replay = await PrefillProcess.RunAsync<ReplayReport>("replay", "--data", server.DataFolder);
            stage.Figures.Add("replay events", replay.Events);
            stage.Figures.Add("replay events per s", replay.Events / replay.ReplaySeconds);
            stage.Figures.Add("reading alone events per s", replay.Events / replay.ReadSeconds);
        }
    }

    private static void Conclude(Figures figures, int members)
    {
        figures.Result("replay_events_per_s", figures.Median("replay events per s"), 0);
        figures.Result("start_ms", figures.Median("start with members ms"), 0);
        figures.Result("start_empty_ms", figures.Median("start with nothing ms"), 0);
        figures.Result("start_after_kill_ms", figures.Median("start after kill -9 ms"), 0);
        figures.Result("cold_p50_ms", figures.Median("first answer p50 ms"), 2);
        figures.Result("cold_p99_ms", figures.Median("first answer p99 ms"), 2);
        figures.Result("cold_max_ms", figures.Max("first answer max ms"), 2);
        figures.Result("warm_p99_ms", figures.Median("second answer p99 ms"), 2);
        figures.Result("members", members, 0);
    }
}
