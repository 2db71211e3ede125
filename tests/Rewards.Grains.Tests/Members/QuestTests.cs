using Rewards.Grains.Entitlements;
using Rewards.Grains.InProcess;
using Rewards.Grains.Members;
using Rewards.Grains.Quests;
using Rewards.Grains.Tests.Hosting;
using Rewards.Grains.Verification;

namespace Rewards.Grains.Tests.Members;

public sealed class QuestsOnMemoryTests : QuestTests<MemoryBackend>;

public sealed class QuestsOnSqliteTests : QuestTests<SqliteBackend>;

public sealed class QuestsOnAzuriteTests : QuestTests<AzureTablesBackend>;

/// <summary>Quests in a member's grain: rows, reversals in any order, repeats, restarts, verification.</summary>
public abstract class QuestTests<TBackend> : GrainTests<TBackend>
    where TBackend : IBackend, new()
{
    private const string Rules3 = """
        [
          { "id": "quiz", "order": 1, "when": "read",
            "give": [{ "currency": "stars", "amount": 1 }, { "quest": { "id": "steps", "step": "quizzes" } }] }
        ]
        """;

    private const string Quest = """
        {
          "badges": [{ "id": "stepper" }],
          "quests": [{ "id": "steps", "steps": [{ "id": "quizzes", "needed": 3 }],
            "give": [{ "currency": "stars", "amount": 50 }, { "badge": "stepper" },
                     { "entitlement": { "kind": "coupon", "id": "page" } }] }]
        }
        """;

    public override async ValueTask InitializeAsync()
    {
        await Backend.OpenAsync();
        await StartAsync(new GrainOptions { SnapshotEveryMin = 2 });
        await PublishAsync(Document with { Rules = Rules3, More = Quest }, basedOn: 0);
    }

    [Fact]
    public async Task Quest_ThatIsDone_GivesItsRewardOnceAndIsToldAgain()
    {
        await TellAsync("a1", "a2");
        var done = await Member().RecordAsync(Read("a3"));
        await RestartAsync();
        var repeated = await Member().RecordAsync(Read("a3"));
        var after = await Member().RecordAsync(Read("a4"));

        Assert.Equal([new QuestMade(0, "steps", "quizzes", 1, 3, 3, true)], done.Achieved!.Quests);
        Assert.Equal([1, 50], done.Awards.Select(award => award.Granted));
        Assert.Equal(new BadgeMade("stepper", 1), Assert.Single(done.Achieved.Badges));
        Assert.True(repeated.Replayed);
        Assert.Equal(done.Achieved.Quests, repeated.Achieved!.Quests);
        Assert.Equal(done.Awards, repeated.Awards);
        Assert.Empty(after.Achieved?.Quests ?? []);
        Assert.Equal(54, (await BalanceAsync("stars")).Available);
        await AssertQuestAsync(done: true, times: 1, progress: 3);
    }

    [Theory]
    [InlineData("a1")]
    [InlineData("a3")]
    public async Task Reversal_OfProgressOnWhichTheQuestRests_TakesTheRewardBackOnce(string reversed)
    {
        await TellAsync("a1", "a2", "a3");

        await ReverseAsync(reversed);

        Assert.Equal(2, (await BalanceAsync("stars")).Available);
        await AssertQuestAsync(done: false, times: 0, progress: 2);
        Assert.Empty((await Member().GetAsync())!.Badges);
        Assert.True((await EntitlementAsync()).TakenBack);

        await ReverseAsync(reversed == "a1" ? "a3" : "a1");
        Assert.Equal(1, (await BalanceAsync("stars")).Available);
        await AssertQuestAsync(done: false, times: 0, progress: 1);
        await AssertSoundAsync();
    }

    [Fact]
    public async Task Quest_DoneAgainAfterAReversal_IsRewardedAgainAndRestsOnTheNewActivity()
    {
        await TellAsync("a1", "a2", "a3");
        await ReverseAsync("a2");
        var again = await Member().RecordAsync(Read("a4"));
        Assert.Equal([1, 50], again.Awards.Select(award => award.Granted));
        Assert.Equal(53, (await BalanceAsync("stars")).Available);

        await RestartAsync();
        await ReverseAsync("a3");
        Assert.Equal(2, (await BalanceAsync("stars")).Available);
        await ReverseAsync("a4");

        Assert.Equal(1, (await BalanceAsync("stars")).Available);
        await AssertQuestAsync(done: false, times: 0, progress: 1);
        await AssertSoundAsync();
    }

    [Fact]
    public async Task Reward_TakenBackByAnotherReversal_IsToldWithItsActivityAndInTheLedger()
    {
        await TellAsync("a1", "a2", "a3");
        await ReverseAsync("a1");

        var completing = await Member().FindActivityAsync("a3");

        Assert.Equal([1], completing!.Achieved!.QuestsUndone);
        Assert.False(completing.Current!.Reversed);
        var entries = (await Member().ReadLedgerAsync(new LedgerQuery(null, 9, null, LedgerCauses.Reversal))).Entries;
        Assert.Equal([50, 1], entries.Select(entry => entry.Posting.Amount));
        Assert.All(entries, entry => Assert.Equal(("a1", "op", "pumping"), (
            entry.Cause.Activity, entry.Cause.By, entry.Cause.Reason)));
    }

    [Fact]
    public async Task Reversal_OfAnActivityAfterTheQuestWasDone_LeavesItDone()
    {
        await TellAsync("a1", "a2", "a3", "a4");

        await ReverseAsync("a4");

        Assert.Equal(53, (await BalanceAsync("stars")).Available);
        await AssertQuestAsync(done: true, times: 1, progress: 3);
    }

    private async Task TellAsync(params string[] ids)
    {
        foreach (var id in ids)
        {
            Time.Advance(TimeSpan.FromMinutes(1));
            await Member().RecordAsync(Read(id));
        }
    }

    private async Task ReverseAsync(string activity) =>
        await Member().ReverseAsync(new ReverseAwards(activity, "pumping", "op"));

    private async Task AssertQuestAsync(bool done, long times, long progress)
    {
        var quest = Assert.Single((await Member().GetAsync())!.Quests);
        Assert.Equal(("steps", done, times, !done), (quest.Quest, quest.Done, quest.TimesDone, quest.Open));
        Assert.Equal([new QuestStepView("quizzes", progress, 3)], quest.Steps);
    }

    private async Task<EntitlementView> EntitlementAsync() =>
        Assert.Single((await Member().ReadEntitlementsAsync(new EntitlementQuery(null, 9))).Items);

    private async Task AssertSoundAsync()
    {
        var report = await new Verifier(Journal, new VerificationOptions()).RunAsync(null, Cancellation);
        Assert.Empty(report.Findings);
    }
}
