using Rewards.LoadTests.Runs;
using Rewards.LoadTests.Workload;

namespace Rewards.LoadTests.Scenarios;

/// <summary>
/// A member is one grain and takes one command at a time: how much does that hold up? All activities to one member,
/// against the same spread by Zipf over a million, in turns on one server.
/// </summary>
public sealed class OneMember : IScenario
{
    public string Name => "one-member";

    public async Task PlayAsync(Stage stage)
    {
        var (hotAccount, spreadAccount) = (new Account("hot", 0, Account.WideDailyCap),
            new Account("spread", 0, Account.WideDailyCap));
        var config = Configs.Of(stage, Name, ["hot", "spread"]);
        var server = await stage.StartServerAsync("data", config);
        var hot = new Load(stage, server, hotAccount, MemberDraw.One);
        var spread = new Load(stage, server, spreadAccount);
        await spread.WarmUpAsync();
        await hot.WarmUpAsync();
        for (var round = 0; round < stage.Options.Rounds; round++)
        {
            stage.Figures.Add("spread per s", (await spread.SaturateAsync()).PerSecond);
            var report = await hot.SaturateAsync();
            stage.Figures.Add("one member per s", report.PerSecond);
            stage.Figures.Add("one member p99 ms", report.P99Ms);
        }

        await stage.CheckAsync(server, hotAccount, spreadAccount);
        var (one, others) = (stage.Figures.Median("one member per s"), stage.Figures.Median("spread per s"));
        stage.Figures.Result("ratio", one / others, 3);
        stage.Figures.Result("one_member_per_s", one, 0);
        stage.Figures.Result("spread_per_s", others, 0);
        stage.Figures.Result("one_member_p99_ms", stage.Figures.Median("one member p99 ms"), 2);
    }
}
