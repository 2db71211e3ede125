using Rewards.Grains.Projections;
using Rewards.Grains.Tests.Hosting;

namespace Rewards.Grains.Tests.Projections;

public sealed class CountedAwardsOnMemoryTests : CountedAwardsTests<MemoryBackend>;

public sealed class CountedAwardsOnSqliteTests : CountedAwardsTests<SqliteBackend>;

public sealed class CountedAwardsOnAzuriteTests : CountedAwardsTests<AzureTablesBackend>;

public abstract class CountedAwardsTests<TBackend> : GrainTests<TBackend>
    where TBackend : IBackend, new()
{
    [Fact]
    public async Task Counts_ActivitiesAwardsAndDenials_AsReceiptsSayIt()
    {
        var counted = new CountedAwards(new CommunityTotals(), Now);
        await Member().RecordAsync(Read("a1"));
        await Member().RecordAsync(Read("a1"));
        await Member().RecordAsync(Read("a2"));
        await Member().RecordAsync(Read("a3", "article-2", correct: false));

        await new ProjectionRunner(Journal, counted, Time, (e, _) => throw e).CatchUpAsync(Cancellation);

        Assert.Equal((3, 1), (counted.Activities, counted.Awards));
        Assert.Equal(1, Denied(counted, "limit-reached"));
        Assert.Equal(1, Denied(counted, "condition-failed"));
        Assert.Equal(2, Enumerable.Range(0, CountedAwards.DenialReasons.Count).Sum(counted.Denials));
    }

    [Fact]
    public async Task Counts_NothingThatWasRecordedBefore_ButTotalsDo()
    {
        await Member().RecordAsync(Read("a1"));
        Time.Advance(TimeSpan.FromSeconds(1));
        var totals = new CommunityTotals();
        var counted = new CountedAwards(totals, Now);
        await Member().RecordAsync(Read("a2", "article-2"));

        await new ProjectionRunner(Journal, counted, Time, (e, _) => throw e).CatchUpAsync(Cancellation);

        Assert.Equal((1, 1), (counted.Activities, counted.Awards));
        Assert.Equal(10, Assert.Single(totals.Of(Community)).Issued);
    }

    private static long Denied(CountedAwards counted, string reason)
    {
        var index = CountedAwards.DenialReasons.ToList().IndexOf(reason);
        Assert.True(index >= 0, reason);
        return counted.Denials(index);
    }
}
