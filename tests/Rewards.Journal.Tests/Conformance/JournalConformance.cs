namespace Rewards.Journal.Tests.Conformance;

/// <summary>What <see cref="IJournal"/> promises, sentence by sentence; every backend passes all of it.</summary>
public abstract partial class JournalConformance : IAsyncLifetime
{
    private IJournalBackend backend = null!;

    private IJournal Journal => backend.Journal;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => backend = await OpenAsync();

    public async ValueTask DisposeAsync()
    {
        await backend.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>A new, empty store.</summary>
    protected abstract ValueTask<IJournalBackend> OpenAsync();

    private static RowKey Row(string text) => new(RowKind.Activity, text);

    private async Task<List<string>> TextsOf(StreamId stream)
    {
        var tail = await Journal.ReadTailAsync(stream, Cancellation);
        return [.. tail.Records.Select(Scribe.TextOf)];
    }

    private async Task<List<StoredRecord>> WholeFeed(int pageSize)
    {
        var records = new List<StoredRecord>();
        var cursor = FeedCursor.Beginning;
        while (await Journal.ReadFeedAsync(cursor, pageSize, Cancellation) is { Records.Count: > 0 } page)
        {
            records.AddRange(page.Records);
            cursor = page.Next;
        }

        return records;
    }
}
