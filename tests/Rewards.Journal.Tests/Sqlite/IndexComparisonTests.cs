using Rewards.Journal.Records;
using Rewards.Journal.Sqlite;
using Rewards.Journal.Tests.Conformance;

namespace Rewards.Journal.Tests.Sqlite;

/// <summary>What a verification expects of the index, with rows in runs on disk and in memory.</summary>
public sealed class IndexComparisonTests : IAsyncDisposable
{
    private const int Streams = 300;
    private readonly SqliteBackend backend = new(options => options with { MemtableEntries = 100 });
    private readonly Scribe[] scribes = [.. Enumerable.Range(0, Streams).Select(i => Scribe.OfMember($"m{i}"))];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => backend.DisposeAsync();

    [Fact]
    public async Task Expectations_ThatHold_AreNotNamed()
    {
        using var opened = await WriteAsync();
        var check = opened.Check;
        foreach (var record in opened.Records)
        {
            Expect(check, record, isSetOnce: false);
        }

        foreach (var last in opened.Records.GroupBy(record => record.Stream).Select(stream => stream.Last()))
        {
            check.Expect(last.Stream, last.Pointer);
        }

        Assert.Empty(check.Compare(Cancellation));
        Assert.Equal(0, check.Count);
    }

    [Fact]
    public async Task Expectations_ThatDoNotHold_AreNamedByTheirRecord()
    {
        using var opened = await WriteAsync();
        var (check, records) = (opened.Check, opened.Records);

        // A row that nobody set, and a stream that goes on. That a later record sets a row again is no fault by itself.
        check.Expect(records[5].Stream, new RowKey(RowKind.Activity, "never"), records[5].Pointer, isSetOnce: true);
        Expect(check, records[7], isSetOnce: false);
        check.Expect(records[9].Stream, records[9].Pointer);
        foreach (var record in records.Skip(Streams))
        {
            Expect(check, record, isSetOnce: false);
        }

        Assert.Equal([records[5].Pointer, records[9].Pointer], check.Compare(Cancellation).Select(one => one.Pointer));
    }

    [Fact]
    public async Task Row_ThatIsSetOnceAndSetTwice_IsNamed()
    {
        using var opened = await WriteAsync();
        foreach (var record in opened.Records)
        {
            Expect(opened.Check, record, isSetOnce: record.Stream == scribes[3].Stream);
        }

        var named = Assert.Single(opened.Check.Compare(Cancellation));
        Assert.Equal((scribes[3].Stream, 1), (named.Stream, named.Version));
    }

    private static void Expect(IIndexCheck check, StoredRecord record, bool isSetOnce)
    {
        foreach (var row in record.Content.Rows)
        {
            check.Expect(record.Stream, row.Key, record.Pointer, isSetOnce);
        }
    }

    /// <summary>Two records for each stream, which set the row "latest" both, and one of their own each.</summary>
    private async Task<Opened> WriteAsync()
    {
        foreach (var version in (string[])["first", "second"])
        {
            foreach (var scribe in scribes)
            {
                await backend.Journal.AppendAsync(scribe.Next(rows: [version, "latest"]));
            }
        }

        await backend.Sqlite.DisposeAsync();
        var reader = SqliteJournalReader.Open(backend.Path);
        var page = await reader.ReadAsync(FeedCursor.Beginning, int.MaxValue, Cancellation);
        return new Opened(reader, [.. page.Records.Select(one => one.Record)]);
    }

    private sealed record Opened(SqliteJournalReader Reader, StoredRecord[] Records) : IDisposable
    {
        public IIndexCheck Check { get; } = Reader.BeginIndexCheck();

        public void Dispose() => Reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }
}
