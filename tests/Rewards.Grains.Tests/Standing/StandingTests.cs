using NodaTime;
using Rewards.Domain.Rules;
using Rewards.Domain.Standing;
using Rewards.Grains.Members;
using Rewards.Grains.Standing;
using Rewards.Grains.Tests.Hosting;
using Rewards.Grains.Verification;

namespace Rewards.Grains.Tests.Standing;

public sealed class StandingOnMemoryTests : StandingTests<MemoryBackend>;

public sealed class StandingOnSqliteTests : StandingTests<SqliteBackend>;

public sealed class StandingOnAzuriteTests : StandingTests<AzureTablesBackend>;

/// <summary>How members stand: set once per key, kept with its history, in force until it ends.</summary>
public abstract class StandingTests<TBackend> : GrainTests<TBackend>
    where TBackend : IBackend, new()
{
    [Fact]
    public async Task Standing_SetTwiceByTheSameKey_IsOneChange()
    {
        var first = await Member().SetStandingAsync(Ban("k1"));
        var again = await Member().SetStandingAsync(Ban("k1"));

        Assert.Equal((false, true), (first.Replayed, again.Replayed));
        Assert.Equal(first.Change, again.Change);
        Assert.Single((await HistoryAsync()).Changes);
        await RefusedAsync("id-conflict", async () =>
            await Member().SetStandingAsync(Ban("k1") with { Reason = "something else" }));
    }

    [Fact]
    public async Task Standing_AfterARestart_IsInForceWithItsHistory()
    {
        await Member().SetStandingAsync(Ban("k1"));
        await Member().SetStandingAsync(new SetStanding("k2", StandingKind.Good, null, "appeal", "ann"));
        await Member().SetStandingAsync(Ban("k3") with { Reason = "again" });
        await RestartAsync();

        var history = await HistoryAsync();

        Assert.Equal(StandingKind.Banned, history.Current.Standing);
        Assert.Equal(
            [(3, "again", "op"), (2, "appeal", "ann"), (1, "spam", "op")],
            history.Changes.Select(change => (change.Number, change.Reason, change.By)));
        Assert.Equal(RuleOutcome.Banned, Assert.Single((await Member().RecordAsync(Read("r1"))).Receipt.Rules).Outcome);
    }

    [Fact]
    public async Task History_InPages_IsCompleteAndEnds()
    {
        for (var i = 1; i <= 5; i++)
        {
            await Member().SetStandingAsync(Ban($"k{i}"));
        }

        var first = (await Member().ReadStandingAsync(new StandingQuery(null, 2)))!;
        var second = (await Member().ReadStandingAsync(new StandingQuery(first.Next, 2)))!;
        var last = (await Member().ReadStandingAsync(new StandingQuery(second.Next, 2)))!;

        Assert.Equal([5, 4, 3, 2, 1], first.Changes.Concat(second.Changes).Concat(last.Changes).Select(c => c.Number));
        Assert.Null(last.Next);
        Assert.Null(await Member("nobody").ReadStandingAsync(new StandingQuery(null, 2)));
    }

    [Fact]
    public async Task Mute_WithAnEnd_ShowsGoodAfterIt()
    {
        var end = Now + Duration.FromDays(7);
        await Member().SetStandingAsync(new SetStanding("k1", StandingKind.Muted, end, "spam", "op"));
        Assert.Equal(new StandingView(StandingKind.Muted, Now, end), (await Member().GetAsync())!.Standing);

        Time.Advance(TimeSpan.FromDays(7));

        Assert.Equal(new StandingView(StandingKind.Good, end, null), (await Member().GetAsync())!.Standing);
        Assert.Equal(5, Assert.Single((await Member().RecordAsync(Read("r1"))).Awards).Granted);
    }

    [Fact]
    public async Task AwardForABannedMember_IsWithheldOnceAndTakingItBackTakesNothing()
    {
        await Member("bo").SetStandingAsync(Ban("k1"));
        var award = new ReceiveAward("lin", "l1", 0, 1, 0, Recipient.Counterparty, "stars", 5);
        await Member("bo").ReceiveAsync(award);
        await Member("bo").SetStandingAsync(new SetStanding("k2", StandingKind.Good, null, "appeal", "op"));

        await Member("bo").ReceiveAsync(award);
        await Member("bo").TakeBackReceivedAsync(new TakeBackReceived("lin", "l1", 0));

        Assert.Equal(0, (await BalanceAsync("stars", "bo")).Available);
    }

    [Fact]
    public async Task Verification_OfSanctionedMembers_FindsNothing()
    {
        await Member("bo").SetStandingAsync(Ban("k1"));
        await Member("bo").RecordAsync(Read("r1"));
        await Member("bo").ReceiveAsync(new ReceiveAward("lin", "l1", 0, 1, 0, Recipient.Counterparty, "stars", 5));
        for (var i = 2; i < 40; i++)
        {
            await Member("bo").SetStandingAsync(Ban($"k{i}"));
        }

        var report = await new Verifier(Journal, new VerificationOptions()).RunAsync(null, Cancellation);

        Assert.Empty(report.Findings);
    }

    private async Task<StandingPage> HistoryAsync() =>
        (await Member().ReadStandingAsync(new StandingQuery(null, 50)))!;

    private static SetStanding Ban(string key) => new(key, StandingKind.Banned, null, "spam", "op");
}
