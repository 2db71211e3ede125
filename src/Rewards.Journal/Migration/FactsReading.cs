namespace Rewards.Journal.Migration;

/// <summary>Reads one side from its beginning to its end, and checks its hash chains on the way.</summary>
internal sealed class FactsReading(IProgress<MigrationProgress>? progress)
{
    /// <summary>A page is held in memory, with what lies beside its records.</summary>
    public const int RecordsPerPage = 512;

    public async ValueTask<(JournalFacts Facts, FeedCursor End)> ReadAsync(
        ICopyableJournal journal,
        MigrationStage stage,
        Func<ExportPage, ValueTask>? visit,
        CancellationToken cancellation,
        long? recordsTotal = null)
    {
        var facts = new JournalFacts();
        var cursor = FeedCursor.Beginning;
        while (true)
        {
            var page = await journal.ReadExportAsync(cursor, RecordsPerPage, cancellation).ConfigureAwait(false);
            if (page.Records.Count == 0)
            {
                return (facts, cursor);
            }

            foreach (var exported in page.Records)
            {
                facts.Enter(exported);
            }

            if (visit is not null)
            {
                await visit(page).ConfigureAwait(false);
            }

            cursor = page.Next;
            progress?.Report(new MigrationProgress(stage, facts.Records, recordsTotal));
        }
    }
}
