using Rewards.Journal.InMemory;
using Rewards.Journal.Migration;
using Rewards.Journal.Tests.Sqlite;

namespace Rewards.Journal.Tests.Migration;

/// <summary>What a copy in another backend holds, and how one goes on that was interrupted.</summary>
public class MigrationTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Migration_BetweenFiles_CopiesEverythingThatAReaderCanSee()
    {
        await using var source = new SqliteBackend();
        await using var target = new SqliteBackend();
        await SampleJournal.FillAsync(source.Journal, Cancellation);

        var report = await MigrateAsync(source.Sqlite, target.Sqlite);

        await target.ReopenAsync();
        var expected = await JournalContent.OfAsync(source.Journal, Cancellation);
        Assert.Equal(expected, await JournalContent.OfAsync(target.Journal, Cancellation));
        Assert.Equal(expected.Count(line => line.Contains(" bytes ", StringComparison.Ordinal)), report.Records);
        Assert.Equal(0, report.RecordsBefore);
        Assert.True(report is { SideRecords: > 0, DueItems: > SampleJournal.DueOfTheBusiest, RowsFound: > 0 });
    }

    [Fact]
    public async Task Migration_ThereAndBack_IsWhereItBegan()
    {
        await using var source = new SqliteBackend();
        await using var elsewhere = new InMemoryJournal();
        await using var back = new SqliteBackend();
        await SampleJournal.FillAsync(source.Journal, Cancellation);

        await MigrateAsync(source.Sqlite, elsewhere);
        await MigrateAsync(elsewhere, back.Sqlite);

        Assert.Equal(
            await JournalContent.OfAsync(source.Journal, Cancellation),
            await JournalContent.OfAsync(back.Journal, Cancellation));
    }

    [Fact]
    public async Task Migration_OfProjections_CarriesThoseThatHaveEverything()
    {
        await using var source = new SqliteBackend();
        await using var target = new InMemoryJournal();
        await SampleJournal.FillAsync(source.Journal, Cancellation);

        var report = await MigrateAsync(source.Sqlite, target);

        Assert.Equal([SampleJournal.CaughtUp], report.Projections);
        Assert.Equal([SampleJournal.Behind, SampleJournal.Damaged], report.ProjectionsAnew);
        var carried = ProjectionSeal.Open(
            SampleJournal.CaughtUp, (await target.LoadProjectionAsync(SampleJournal.CaughtUp, Cancellation))!);
        Assert.Equal([1, 2], carried.State.ToArray());
        Assert.Empty((await target.ReadFeedAsync(carried.Cursor, 10, Cancellation)).Records);
        Assert.Null(await target.LoadProjectionAsync(SampleJournal.Behind, Cancellation));
        Assert.Null(await target.LoadProjectionAsync(SampleJournal.Damaged, Cancellation));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(333)]
    public async Task Migration_Interrupted_GoesOnWhereItWas(int appendsMax)
    {
        await using var source = new SqliteBackend();
        await using var target = new SqliteBackend();
        await SampleJournal.FillAsync(source.Journal, Cancellation);
        await Assert.ThrowsAnyAsync<IOException>(
            () => MigrateAsync(source.Sqlite, new InterruptedTarget(target.Sqlite, appendsMax)));
        await target.ReopenAsync();

        var report = await MigrateAsync(source.Sqlite, target.Sqlite);

        Assert.Equal(appendsMax, report.RecordsBefore);
        Assert.Equal(
            await JournalContent.OfAsync(source.Journal, Cancellation),
            await JournalContent.OfAsync(target.Journal, Cancellation));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Migration_ToATargetThatFailsNowAndThen_AsksWhereItStandsAndGoesOn(int seed)
    {
        await using var source = new InMemoryJournal();
        await using var target = new InMemoryJournal();
        await SampleJournal.FillAsync(source, Cancellation);
        var faulty = new FaultyTarget(target, seed);

        await MigrateAsync(source, faulty);

        Assert.True(faulty.Faults > 50);
        Assert.Equal(
            await JournalContent.OfAsync(source, Cancellation), await JournalContent.OfAsync(target, Cancellation));
    }

    [Fact]
    public async Task Migration_Progress_ReachesTheTotalOfEachStage()
    {
        await using var source = new InMemoryJournal();
        await using var target = new InMemoryJournal();
        await SampleJournal.FillAsync(source, Cancellation);
        var told = new ProgressList();

        var report = await MigrateAsync(source, target, told);

        var last = told.Reports.GroupBy(progress => progress.Stage).Select(stage => stage.Last()).ToList();
        Assert.Equal(
            [MigrationStage.ReadSource, MigrationStage.Copy, MigrationStage.Verify], last.Select(p => p.Stage));
        Assert.All(last, progress => Assert.Equal(report.Records, progress.Records));
        Assert.All(last.Skip(1), progress => Assert.Equal(report.Records, progress.RecordsTotal));
    }

    private static Task<MigrationReport> MigrateAsync(
        ICopyableJournal source, ICopyableJournal target, IProgress<MigrationProgress>? progress = null) =>
        new JournalMigration(source, target, SampleJournal.Projections, ImpatientTime.Instance, progress)
            .RunAsync(Cancellation);

    private sealed class ProgressList : IProgress<MigrationProgress>
    {
        public List<MigrationProgress> Reports { get; } = [];

        public void Report(MigrationProgress value) => Reports.Add(value);
    }
}
