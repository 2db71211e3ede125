using Rewards.Domain;
using Rewards.Domain.Ledger;
using Rewards.Grains.Members;
using Rewards.Grains.Tests.Hosting;

namespace Rewards.Grains.Tests.Members;

/// <summary>Reversals, adjustments and holds.</summary>
public abstract class TakingBackTests<TBackend> : GrainTests<TBackend>
    where TBackend : IBackend, new()
{
    private static readonly ReverseAwards Reverse = new("a1", "removed", "op");

    [Theory]
    [InlineData("floor", 0)]
    [InlineData("debt", -5)]
    public async Task Reverse_OfWhatWasSpent_EndsWhereThePolicySays(string policy, long available)
    {
        await PublishAsync(Document with { NegativeBalance = policy }, basedOn: 1);
        await Member().RecordAsync(Read("a1"));
        await Member().HoldAsync(new HoldPoints("h1", "feathers", 5));
        await Member().EndHoldAsync(new EndHold("h1", 5));

        var answer = await Member().ReverseAsync(Reverse);

        Assert.Equal((false, true), (answer.Replayed, answer.Current!.Reversed));
        Assert.Equal(available, (await BalanceAsync("feathers")).Available);
        var posting = (await Member().ReadLedgerAsync(new LedgerQuery(null, 1, null, null))).Entries[0];
        Assert.Equal(policy == "floor" ? Account.Shortfall : Account.Available, posting.Posting.From);
        Assert.Equal((LedgerCauses.Reversal, "removed"), (posting.Cause.Kind, posting.Cause.Reason));
        await RestartAsync();
        Assert.True((await Member().ReverseAsync(Reverse)).Replayed);
        Assert.Equal(available, (await BalanceAsync("feathers")).Available);
        await Member().RecordAsync(Read("a2", "article-2"));
        Assert.Equal(5 + available, (await BalanceAsync("feathers")).Available);
    }

    [Theory]
    [InlineData("floor")]
    [InlineData("debt")]
    public async Task Reverse_OfWhatHasExpired_TakesNothingFromOtherAwards(string policy)
    {
        await PublishAsync(Document with { NegativeBalance = policy }, basedOn: 1);
        await Member().RecordAsync(Read("a1"));
        Time.Advance(TimeSpan.FromDays(40));
        await Member().RecordAsync(Read("a2", "article-2"));

        await RefusedAsync(Refusals.NothingToReverse, () => Member().ReverseAsync(Reverse).AsTask());

        Assert.Equal(5, (await BalanceAsync("feathers")).Available);
    }

    [Fact]
    public async Task Reverse_OfAPendingAward_LeavesNothingToReviewOrLapse()
    {
        await Member().RecordAsync(Comment("a1"));
        await Member().ReverseAsync(Reverse);

        Assert.Equal(new BalanceView("feathers", 0, 0, 0), await BalanceAsync("feathers"));
        await RefusedAsync(
            Refusals.AlreadyReversed, () => Member().ReviewAsync(new ReviewAwards("a1", true, null, "op")).AsTask());
        Time.Advance(TimeSpan.FromDays(11));
        await RunDueAsync();
        Assert.Null(await Journal.NextDueAsync(Cancellation));
        Assert.Equal(new BalanceView("feathers", 0, 0, 0), await BalanceAsync("feathers"));
    }

    [Fact]
    public async Task Reverse_OfWhatEarnedNothing_IsRefused()
    {
        await Member().RecordAsync(Read("a1", correct: false));

        await RefusedAsync(Refusals.NothingToReverse, () => Member().ReverseAsync(Reverse).AsTask());
    }

    [Fact]
    public async Task Adjust_SameKey_IsDoneOnceAndAnotherBodyConflicts()
    {
        var give = new AdjustPoints("k1", "stars", 100, "contest", "op");
        var answers = await Task.WhenAll(Enumerable.Range(0, 16)
            .Select(_ => Task.Run(() => Member().AdjustAsync(give).AsTask())));
        Assert.Equal(15, answers.Count(answer => answer.Replayed));

        await RestartAsync();

        Assert.True((await Member().AdjustAsync(give)).Replayed);
        await RefusedAsync(Refusals.IdConflict, () => Member().AdjustAsync(give with { Amount = 99 }).AsTask());
        await RefusedAsync(Refusals.IdConflict, () => Member().AdjustAsync(give with { Reason = "x" }).AsTask());
        await Member().AdjustAsync(give with { RequestKey = "k2", Amount = -30 });
        Assert.Equal(70, (await BalanceAsync("stars")).Available);
    }

    [Theory]
    [InlineData("pearls", 1, Refusals.UnknownCurrency)]
    [InlineData("stars", 0, Refusals.AmountOutOfRange)]
    [InlineData("stars", long.MinValue, Refusals.AmountOutOfRange)]
    [InlineData("stars", Amounts.PostingMax + 1, Refusals.AmountOutOfRange)]
    public async Task Adjust_ByNonsense_IsRefusedAndTheKeyStaysFree(string currency, long amount, string code)
    {
        var command = new AdjustPoints("k1", currency, amount, "why", "op");
        await RefusedAsync(code, () => Member().AdjustAsync(command).AsTask());

        Assert.Null(await Member().GetAsync());
        Assert.False((await Member().AdjustAsync(command with { Currency = "stars", Amount = 1 })).Replayed);
    }

    [Fact]
    public async Task Hold_SettledInPart_SpendsOnceAndGivesTheRestBack()
    {
        await Member().AdjustAsync(new AdjustPoints("k1", "stars", 10, "start", "op"));
        var hold = new HoldPoints("h1", "stars", 7);
        Assert.False((await Member().HoldAsync(hold)).Replayed);
        Assert.True((await Member().HoldAsync(hold)).Replayed);
        await RefusedAsync(Refusals.IdConflict, () => Member().HoldAsync(hold with { Amount = 6 }).AsTask());
        var refused = await RefusedAsync(
            Refusals.NotEnough, () => Member().HoldAsync(new HoldPoints("h2", "stars", 5)).AsTask());
        Assert.Contains(("missing", (object)2L), refused.Fields!);
        Assert.Equal(new BalanceView("stars", 3, 0, 7), await BalanceAsync("stars"));
        await RestartAsync();

        Assert.False((await Member().EndHoldAsync(new EndHold("h1", 4))).Replayed);

        Assert.Equal(new BalanceView("stars", 6, 0, 0), await BalanceAsync("stars"));
        Assert.True((await Member().EndHoldAsync(new EndHold("h1", 4))).Replayed);
        await RefusedAsync(Refusals.HoldEnded, () => Member().EndHoldAsync(new EndHold("h1", 0)).AsTask());
        await RefusedAsync(Refusals.UnknownHold, () => Member().EndHoldAsync(new EndHold("h9", 0)).AsTask());
        Assert.True((await Member().HoldAsync(hold)).Ended);
        await RefusedAsync(Refusals.IdConflict, () => Member().HoldAsync(hold with { Amount = 6 }).AsTask());
    }

    [Fact]
    public async Task Hold_ReleasedAfterItsLotExpired_ExpiresThen()
    {
        await Member().RecordAsync(Read("a1"));
        await Member().HoldAsync(new HoldPoints("h1", "feathers", 5));
        Time.Advance(TimeSpan.FromDays(60));
        await RunDueAsync();
        Assert.Equal(new BalanceView("feathers", 0, 0, 5), await BalanceAsync("feathers"));

        await Member().EndHoldAsync(new EndHold("h1", 0));

        await RunDueAsync();
        Assert.Equal(new BalanceView("feathers", 0, 0, 0), await BalanceAsync("feathers"));
        Assert.Null(await Journal.NextDueAsync(Cancellation));
    }
}

public sealed class TakingBackOnMemoryTests : TakingBackTests<MemoryBackend>;

public sealed class TakingBackOnSqliteTests : TakingBackTests<SqliteBackend>;

public sealed class TakingBackOnAzuriteTests : TakingBackTests<AzureTablesBackend>;
