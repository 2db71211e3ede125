namespace Rewards.Journal.Migration;

/// <summary>Reads the whole target back and compares it with what the source holds.</summary>
internal sealed class Verification(ICopyableJournal target, IProgress<MigrationProgress>? progress)
{
    private const int LookupsAtOnce = 32;
    private long rowsFound;

    /// <summary>Keyed rows that were found by their key.</summary>
    public long RowsFound => Interlocked.Read(ref rowsFound);

    /// <returns>The end of the target's feed.</returns>
    /// <exception cref="MigrationException">The two differ; names where.</exception>
    /// <exception cref="JournalCorruptException">The target does not hold together.</exception>
    public async ValueTask<FeedCursor> RunAsync(
        JournalFacts expected, DueWorkCopy due, CancellationToken cancellation)
    {
        var (copied, end) = await new FactsReading(progress).ReadAsync(
                target, MigrationStage.Verify, page => FindRowsAsync(page, cancellation), cancellation,
                expected.Records)
            .ConfigureAwait(false);
        var dueThere = await DueWorkCopy.ReadAsync(target, cancellation).ConfigureAwait(false);
        return (expected.DifferenceTo(copied) ?? due.DifferenceTo(dueThere)) is { } difference
            ? throw new MigrationException(
                $"The copy is not what the source holds ({difference}; here is the source, there the target). "
                + "If the source was written to since the migration began, take an empty target and migrate again.")
            : end;
    }

    /// <summary>
    /// Looks each row of a page up by its key. A record as new as each one that sets the row is as new as the newest.
    /// </summary>
    private async ValueTask FindRowsAsync(ExportPage page, CancellationToken cancellation)
    {
        var rows = page.Records.Select(exported => exported.Record)
            .SelectMany(record => record.Content.Rows.Select(row => (Record: record, row.Key)));
        var options = new ParallelOptions { MaxDegreeOfParallelism = LookupsAtOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(rows, options, async (row, stop) =>
        {
            var found = await target.FindRowAsync(row.Record.Stream, row.Key, stop).ConfigureAwait(false);
            if (found is null || found.Version < row.Record.Version
                || !found.Content.Rows.Any(set => set.Key == row.Key))
            {
                throw new MigrationException(
                    $"The target does not find the row {row.Key} that version {row.Record.Version} of "
                    + $"{row.Record.Stream} sets. Take an empty target and migrate again.");
            }

            Interlocked.Increment(ref rowsFound);
        }).ConfigureAwait(false);
    }
}
