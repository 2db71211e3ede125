using Rewards.Journal.Migration;
using Rewards.Journal.Tests.AzureTables;
using Rewards.Journal.Tests.Sqlite;

namespace Rewards.Journal.Tests.Migration;

/// <summary>From a file to the shared store, and back.</summary>
public class MigrationOnAzuriteTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Migration_ToAzuriteAndBack_CopiesEverythingThatAReaderCanSee()
    {
        await using var source = new SqliteBackend();
        await using var shared = await AzureTablesBackend.CreateAsync();
        await using var back = new SqliteBackend();
        await SampleJournal.FillAsync(source.Journal, Cancellation);
        var expected = await JournalContent.OfAsync(source.Journal, Cancellation);

        var there = await MigrateAsync(source.Sqlite, shared.AzureTables);
        await shared.ReopenAsync();
        Assert.Equal(expected, await JournalContent.OfAsync(shared.Journal, Cancellation));
        var again = await MigrateAsync(shared.AzureTables, back.Sqlite);

        Assert.Equal(expected, await JournalContent.OfAsync(back.Journal, Cancellation));
        Assert.Equal([SampleJournal.CaughtUp], there.Projections);
        Assert.Equal([SampleJournal.CaughtUp], again.Projections);
        Assert.Equal(
            (there.Records, there.RowsFound, there.DueItems), (again.Records, again.RowsFound, again.DueItems));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(222)]
    public async Task Migration_ToAzuriteInterrupted_GoesOnWhereItWas(int appendsMax)
    {
        await using var source = new SqliteBackend();
        await using var shared = await AzureTablesBackend.CreateAsync();
        await SampleJournal.FillAsync(source.Journal, Cancellation);
        await Assert.ThrowsAnyAsync<IOException>(
            () => MigrateAsync(source.Sqlite, new InterruptedTarget(shared.AzureTables, appendsMax)));
        await shared.ReopenAsync();

        var report = await MigrateAsync(source.Sqlite, shared.AzureTables);

        Assert.Equal(appendsMax, report.RecordsBefore);
        Assert.Equal(
            await JournalContent.OfAsync(source.Journal, Cancellation),
            await JournalContent.OfAsync(shared.Journal, Cancellation));
    }

    private static Task<MigrationReport> MigrateAsync(ICopyableJournal source, ICopyableJournal target) =>
        new JournalMigration(source, target, SampleJournal.Projections, TimeProvider.System).RunAsync(Cancellation);
}
