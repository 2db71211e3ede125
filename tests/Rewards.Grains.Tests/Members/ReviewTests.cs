using Rewards.Domain;
using Rewards.Domain.Rules;
using Rewards.Grains.Members;
using Rewards.Grains.Tests.Hosting;

namespace Rewards.Grains.Tests.Members;

public abstract class ReviewTests<TBackend> : GrainTests<TBackend>
    where TBackend : IBackend, new()
{
    private static readonly ReviewAwards Approve = new("c1", true, "good", "op");
    private static readonly ReviewAwards Reject = new("c1", false, "thin", "op");

    [Fact]
    public async Task Approve_PendingAward_MakesItSpendableAndAgesFromNow()
    {
        await Member().RecordAsync(Comment("c1"));
        Assert.Equal(new BalanceView("feathers", 0, 10, 0), await BalanceAsync("feathers"));
        Time.Advance(TimeSpan.FromDays(2));

        var answer = await Member().ReviewAsync(Approve);

        Assert.False(answer.Replayed);
        Assert.Equal(new CurrentAwards(AwardStatus.Granted, false) { Reviewed = AwardStatus.Granted }, answer.Current);
        Assert.Equal([new BalanceView("feathers", 10, 0, 0)], answer.Balances);
        var lot = Assert.Single((await Member().GetAsync())!.Balances[0].Expiring);
        var programme = await Grains.Programmes.CurrentAsync(Community);
        Assert.Equal(programme.LotExpiry("feathers", Now), lot.ExpiresAt);
    }

    [Fact]
    public async Task Approve_RepeatedAndThenTheOpposite_IsAReplayAndThenRefused()
    {
        await Member().RecordAsync(Comment("c1"));
        await Member().ReviewAsync(Approve);
        foreach (var restart in new[] { false, true })
        {
            if (restart)
            {
                await RestartAsync();
            }

            Assert.True((await Member().ReviewAsync(Approve)).Replayed);
            await RefusedAsync(Refusals.AlreadyReviewed, () => Member().ReviewAsync(Reject).AsTask());
            Assert.Equal(10, (await BalanceAsync("feathers")).Available);
        }
    }

    [Fact]
    public async Task Reject_PendingAward_GivesNothingAndFreesItsLimits()
    {
        await Member().RecordAsync(Comment("c1"));
        await Member().RecordAsync(Comment("c2", "article-2"));
        Assert.Empty((await Member().RecordAsync(Comment("c3", "article-3"))).Awards);

        await Member().ReviewAsync(Reject);

        Assert.Equal(new BalanceView("feathers", 0, 10, 0), await BalanceAsync("feathers"));
        Assert.Equal(10, (await Member().RecordAsync(Comment("c4"))).Awards.Single().Granted);
        Assert.True((await Member().ReviewAsync(Reject)).Replayed);
        await RefusedAsync(Refusals.AlreadyReviewed, () => Member().ReviewAsync(Approve).AsTask());
    }

    [Fact]
    public async Task Review_OfNothingPendingOrNothingAtAll_IsRefused()
    {
        await Member().RecordAsync(Tell("c1", "share"));

        await RefusedAsync(Refusals.NothingPending, () => Member().ReviewAsync(Approve).AsTask());
        await RefusedAsync(
            Refusals.UnknownActivity, () => Member().ReviewAsync(Approve with { Activity = "c9" }).AsTask());
    }

    [Fact]
    public async Task Review_BothAtOnce_OneWins()
    {
        await Member().RecordAsync(Comment("c1"));
        var reviews = Enumerable.Range(0, 16).Select(i => Task.Run(async () =>
        {
            try
            {
                return (await Member().ReviewAsync(i % 2 == 0 ? Approve : Reject)).Replayed ? "replayed" : "done";
            }
            catch (DomainException e)
            {
                return e.Code;
            }
        }));

        var outcomes = await Task.WhenAll(reviews);

        Assert.Equal(1, outcomes.Count(outcome => outcome == "done"));
        Assert.Equal(7, outcomes.Count(outcome => outcome == "replayed"));
        Assert.Equal(8, outcomes.Count(outcome => outcome == Refusals.AlreadyReviewed));
    }

    [Fact]
    public async Task Review_WhenTheTimeIsOverButNothingWokeTheMember_LapsesInstead()
    {
        await Member().RecordAsync(Comment("c1"));
        Time.Advance(TimeSpan.FromDays(10));

        var refused = await RefusedAsync(Refusals.AlreadyReviewed, () => Member().ReviewAsync(Approve).AsTask());

        Assert.Contains(("review", "lapsed"), refused.Fields);
        Assert.Equal(new BalanceView("feathers", 0, 0, 0), await BalanceAsync("feathers"));
        await RunDueAsync();
        Assert.Null(await Journal.NextDueAsync(Cancellation));
        Assert.Equal(AwardStatus.Lapsed, (await Member().FindActivityAsync("c1"))!.Current!.Review);
    }
}

public sealed class ReviewOnMemoryTests : ReviewTests<MemoryBackend>;

public sealed class ReviewOnSqliteTests : ReviewTests<SqliteBackend>;

public sealed class ReviewOnAzuriteTests : ReviewTests<AzureTablesBackend>;
