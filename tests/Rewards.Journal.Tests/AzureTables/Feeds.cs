namespace Rewards.Journal.Tests.AzureTables;

/// <summary>Reads a feed from its beginning.</summary>
internal static class Feeds
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task<List<StoredRecord>> WholeAsync(IJournal journal) => (await FromAsync(journal, 0)).Records;

    /// <summary>Waits for so many records and for no more; other hosts' come a little later.</summary>
    public static async Task<List<StoredRecord>> UntilAsync(IJournal journal, int count)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        while (true)
        {
            var (records, cursor) = await FromAsync(journal, 0);
            if (records.Count >= count)
            {
                return records;
            }

            await journal.WaitFeedAsync(cursor, patience.Token);
        }
    }

    private static async Task<(List<StoredRecord> Records, FeedCursor Cursor)> FromAsync(IJournal journal, long from)
    {
        var records = new List<StoredRecord>();
        var cursor = new FeedCursor(from);
        while (true)
        {
            var page = await journal.ReadFeedAsync(cursor, 1000, TestContext.Current.CancellationToken);
            if (page.Records.Count == 0)
            {
                return (records, cursor);
            }

            records.AddRange(page.Records);
            cursor = page.Next;
        }
    }
}
