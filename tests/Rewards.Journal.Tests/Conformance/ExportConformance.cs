using System.Text;

namespace Rewards.Journal.Tests.Conformance;

/// <summary>The feed with what was written beside each record, for a copy.</summary>
public abstract partial class JournalConformance
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1000)]
    public async Task Export_PageByPage_IsTheFeedWithSnapshotsAndSideRecords(int pageSize)
    {
        var (one, two) = (Scribe.OfMember("one"), Scribe.OfMember("two"));
        await Journal.AppendAsync(one.Next("1", rows: ["r"], side: Encoding.UTF8.GetBytes("salt+of 1")));
        await Journal.AppendAsync(two.Next("1"));
        await Journal.AppendAsync(one.Next("2", snapshot: "state 2"));
        await Journal.AppendAsync(one.Next("3", side: Encoding.UTF8.GetBytes("salt+of 3")));
        await Journal.AppendAsync(one.Next("4", snapshot: "state 4", side: Encoding.UTF8.GetBytes("salt+of 4")));
        await Journal.AppendAsync(one.Next("5"));
        var third = (await Journal.ReadTailAsync(one.Stream, Cancellation)).Records[^1];
        third = (await Journal.ReadBackwardAsync(one.Stream, third.Pointer, 3, Cancellation)).Records[2];
        await Journal.EraseSideAsync(third, Cancellation);
        await backend.ReopenAsync();

        var export = await WholeExport(pageSize);

        Assert.Equal(await WholeFeed(pageSize), export.Select(e => e.Record), SameRecord);
        var exported = export.Where(e => e.Record.Stream == one.Stream).ToList();
        Assert.Equal(["salt+of 1", null, null, "salt+of 4", null], exported.Select(e => Text(e.Side)));
        // Older snapshots may be gone.
        Assert.True(Text(exported[1].Snapshot) is "" or "state 2");
        Assert.Equal(["", "state 4", ""], exported.Skip(2).Select(e => Text(e.Snapshot)));
        Assert.True(exported[0].Snapshot.IsEmpty);
    }

    private static bool SameRecord(StoredRecord one, StoredRecord other) =>
        one.Stream == other.Stream && one.Version == other.Version && one.Pointer == other.Pointer
        && one.Bytes.Span.SequenceEqual(other.Bytes.Span) && one.Hash.Span.SequenceEqual(other.Hash.Span);

    private static string? Text(ReadOnlyMemory<byte>? bytes) =>
        bytes is { } given ? Encoding.UTF8.GetString(given.Span) : null;

    private async Task<List<ExportedRecord>> WholeExport(int pageSize)
    {
        var journal = Assert.IsType<ICopyableJournal>(Journal, exactMatch: false);
        var records = new List<ExportedRecord>();
        var cursor = FeedCursor.Beginning;
        while (await journal.ReadExportAsync(cursor, pageSize, Cancellation) is { Records.Count: > 0 } page)
        {
            records.AddRange(page.Records);
            cursor = page.Next;
        }

        return records;
    }
}
