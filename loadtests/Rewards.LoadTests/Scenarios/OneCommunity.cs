using Rewards.LoadTests.Runs;

namespace Rewards.LoadTests.Scenarios;

/// <summary>
/// Does anything belong to a community as a whole that its members wait for? All members in one community, against the
/// same members spread over a thousand, in turns on one server and one journal.
/// </summary>
public sealed class OneCommunity : IScenario
{
    private const int Many = 1_000;

    public string Name => "one-community";

    public async Task PlayAsync(Stage stage)
    {
        var (oneAccount, manyAccount) = (new Account("one", 1, Account.WideDailyCap),
            new Account("many", Many, Account.WideDailyCap));
        var config = Configs.Of(stage, Name, oneAccount.CommunityNames.Concat(manyAccount.CommunityNames));
        var server = await stage.StartServerAsync("data", config);
        var (one, many) = (new Load(stage, server, oneAccount), new Load(stage, server, manyAccount));
        await many.WarmUpAsync();
        await one.WarmUpAsync();
        for (var round = 0; round < stage.Options.Rounds; round++)
        {
            stage.Figures.Add("many per s", (await many.SaturateAsync()).PerSecond);
            stage.Figures.Add("one per s", (await one.SaturateAsync()).PerSecond);
        }

        await stage.CheckAsync(server, oneAccount, manyAccount);
        stage.Figures.Result("ratio", stage.Figures.Median("one per s") / stage.Figures.Median("many per s"), 3);
        stage.Figures.Result("one_per_s", stage.Figures.Median("one per s"), 0);
        stage.Figures.Result("many_per_s", stage.Figures.Median("many per s"), 0);
    }
}
