using Rewards.Grains.InProcess;
using Rewards.Grains.Members;
using Rewards.Grains.Projections;
using Rewards.Grains.Tests.Hosting;
using Rewards.Grains.Verification;
using Rewards.Journal;
using Rewards.Journal.Records;

namespace Rewards.Grains.Tests.Verification;

/// <summary>A journal with a bit of everything is sound, however the verification goes about it.</summary>
public abstract class VerifierTests<TBackend> : GrainTests<TBackend>
    where TBackend : IBackend, new()
{
    protected virtual int Members => 12;

    [Fact]
    public async Task Verify_OfEverythingThatGrainsDo_FindsNothing()
    {
        await LiveAsync();

        var report = await VerifyAsync(new VerificationOptions());

        Assert.Empty(report.Findings);
        Assert.True(report.IsSound);
        var counts = report.Counts;
        Assert.Equal((Members, 1), (counts.Members, counts.Communities));
        Assert.True(counts.Records > Members * 20 && counts.Postings > counts.Members && counts.Rows > counts.Members);
        Assert.True(counts.Sides > 0, "No side record was looked at.");
        Assert.Equal(Now, report.LatestAt);
        var (community, totals) = Assert.Single(report.Totals);
        Assert.Equal(Community, community);
        Assert.Equal(await TotalsAsync(), totals);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 2)]
    [InlineData(1000, 3)]
    public async Task Verify_WithLittleMemory_SeesTheSameInMoreWalks(int heldMax, int workers)
    {
        await LiveAsync();
        var whole = await VerifyAsync(new VerificationOptions());
        var walks = new Walks();

        var report = await VerifyAsync(new VerificationOptions { HeldMax = heldMax, Workers = workers }, walks);

        Assert.Empty(report.Findings);
        Assert.Equal(whole.Counts, report.Counts);
        Assert.Equal(whole.Totals[0].Totals, report.Totals[0].Totals);
        Assert.True(heldMax >= 1000 || walks.Most > 2, $"{walks.Most} walks");
    }

    [Fact]
    public async Task Verify_SavedTotalsThatAreWrong_NamesCommunityAndCurrency()
    {
        await LiveAsync();
        var projection = new CommunityTotals();
        var page = await Journal.ReadFeedAsync(FeedCursor.Beginning, 10_000, Cancellation);
        foreach (var record in page.Records.Skip(10))
        {
            projection.Apply(record);
        }

        var state = ProjectionSeal.Seal(projection.Name, new ProjectionState(page.Next, projection.Save()));
        await Journal.SaveProjectionAsync(projection.Name, state, Cancellation);

        var report = await VerifyAsync(new VerificationOptions());

        Assert.Contains(report.Findings, one => one.What.Contains("'community-totals.v2'", StringComparison.Ordinal)
            && one.What.Contains("feathers of 'birds'", StringComparison.Ordinal));
        Assert.All(report.Findings, one => Assert.Null(one.Stream));
    }

    [Theory]
    [InlineData("community-totals.")]
    [InlineData("budget-draws.")]
    [InlineData("pay-and-contribution.")]
    public async Task Verify_SavedStateThatIsDamaged_NamesIt(string projection)
    {
        await LiveAsync();
        foreach (var version in Enumerable.Range(1, 9))
        {
            await Journal.SaveProjectionAsync(
                $"{projection}v{version}", new ProjectionState(FeedCursor.Beginning, new byte[40]), Cancellation);
        }

        var report = await VerifyAsync(new VerificationOptions());

        var finding = Assert.Single(report.Findings);
        Assert.Contains($"'{projection}", finding.What, StringComparison.Ordinal);
    }

    /// <summary>Several months of members who earn, are reviewed, spend, and let things expire.</summary>
    protected async Task LiveAsync()
    {
        for (var day = 0; day < 20; day++)
        {
            // Each member's in order, members side by side.
            await Task.WhenAll(
                Enumerable.Range(0, Members).Select(member => ActAsync(Member($"m{member}"), day, member)));
            Time.Advance(TimeSpan.FromDays(3));
            await RunDueAsync();
            if (day == 10)
            {
                var saving = new ProjectionRunner(Journal, new CommunityTotals(), Time, (_, _) => { });
                await saving.LoadAsync(Cancellation);
                await saving.CatchUpAsync(Cancellation);
                await saving.SaveAsync();
                await RestartAsync(new GrainOptions { SnapshotEveryMin = 3 });
            }
        }

        await Member().RecordAsync(Read("last"));
    }

    protected virtual Task<VerificationReport> VerifyAsync(
        VerificationOptions options, IProgress<VerificationProgress>? progress = null) =>
        new Verifier(Journal, options).RunAsync(progress, Cancellation);

    private static async Task ActAsync(IMemberGrain member, int day, int number)
    {
        await member.RecordAsync(Read($"r{day}", $"article-{day % 5}"));
        await member.RecordAsync(Comment($"c{day}", $"article-{day % 7}"));
        await member.AdjustAsync(new AdjustPoints($"k{day}", "stars", day % 4 == 3 ? -2 : 5, "why", "op"));
        switch ((day + number) % 5)
        {
            case 0: await member.ReviewAsync(new ReviewAwards($"c{day}", true, "good", "op")); break;
            case 1: await member.ReviewAsync(new ReviewAwards($"c{day}", false, null, "op")); break;
            case 2: await member.ReverseAsync(new ReverseAwards($"c{day}", "removed", "op")); break;
        }

        if (day % 3 == 0)
        {
            await member.HoldAsync(new HoldPoints($"h{day}", "stars", 1));
        }

        if (day % 6 == 1)
        {
            await member.EndHoldAsync(new EndHold($"h{day - 1}", number % 2));
        }

        if (day == 8)
        {
            await member.ReverseAsync(new ReverseAwards("r2", "removed", "op"));
        }
    }

    private async Task<IReadOnlyList<CurrencyTotals>> TotalsAsync()
    {
        var projection = new CommunityTotals();
        var page = await Journal.ReadFeedAsync(FeedCursor.Beginning, 10_000, Cancellation);
        foreach (var record in page.Records)
        {
            projection.Apply(record);
        }

        return projection.Of(Community);
    }

    private sealed class Walks : IProgress<VerificationProgress>
    {
        public int Most { get; private set; }

        public void Report(VerificationProgress value) => Most = Math.Max(Most, value.Pass);
    }
}

public sealed class MemoryVerifierTests : VerifierTests<MemoryBackend>;

/// <summary>Few members: an emulator answers in turn, and a walk with little memory asks it again and again.</summary>
public sealed class AzuriteVerifierTests : VerifierTests<AzureTablesBackend>
{
    protected override int Members => 3;
}

/// <summary>The file as a command looks at it, while nobody writes.</summary>
public sealed class SqliteVerifierTests : VerifierTests<SqliteBackend>
{
    protected override async Task<VerificationReport> VerifyAsync(
        VerificationOptions options, IProgress<VerificationProgress>? progress = null)
    {
        await Grains.DisposeAsync();
        await Backend.Journal.DisposeAsync();
        await using (var reader = Backend.OpenForReading())
        {
            var report = await new Verifier(reader, options with { Storage = true }).RunAsync(progress, Cancellation);
            await reader.DisposeAsync();
            await Backend.ReopenAsync();
            await StartAsync();
            Assert.True(report.Counts.Snapshots > 0, "No snapshot was looked at.");
            return report;
        }
    }
}
