using System.Text;
using Rewards.Journal.Sqlite.Native;
using Rewards.Journal.Tests.Conformance;

namespace Rewards.Journal.Tests.Sqlite;

/// <summary>What was changed on disk is refused by name, never silently wrong.</summary>
public sealed class DamageTests
{
    private static readonly StreamId Stream = StreamId.OfMember("ops", "m");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Record_WithAChangedByte_IsRefusedByItsPlace()
    {
        await using var backend = await Written();
        Replace(backend.Path, "hello 33", "hellO 33");
        await Refused("block ", backend, j => j.ReadTailAsync(Stream, Cancellation).AsTask());
        await Refused("block ", backend, j => j.ReadBackwardAsync(Stream, null, 100, Cancellation).AsTask());
        await Refused("block ", backend, j => j.FindRowAsync(Stream, Row(33), Cancellation).AsTask());
    }

    [Fact]
    public async Task EveryByteOfALogBlock_WhenChanged_IsNoticed()
    {
        await using var backend = await Written(records: 2);
        await backend.Sqlite.DisposeAsync();
        var pristine = await File.ReadAllBytesAsync(backend.Path, Cancellation);

        // Within a page the second block lies before the first.
        var block = pristine.AsSpan().IndexOf("hello 2"u8) - 80;
        var end = pristine.AsSpan().LastIndexOf("hello 1"u8) + 40;
        Assert.InRange(end - block, 100, 4000);
        for (var at = block; at < end; at += 3)
        {
            var changed = pristine.ToArray();
            changed[at] ^= 0x10;
            await File.WriteAllBytesAsync(backend.Path, changed, Cancellation);
            await AssertWhollyRightOrRefused(backend);
        }

        await File.WriteAllBytesAsync(backend.Path, pristine, Cancellation);
        await backend.ReopenAsync();
    }

    [Fact]
    public async Task Record_MovedToAnotherPlace_IsRefused()
    {
        await using var backend = await Written();
        await Change(backend, "UPDATE log SET data = (SELECT data FROM log WHERE id = 1) WHERE id = 2");
        await Refused("checksum", backend, j => j.ReadTailAsync(Stream, Cancellation).AsTask());
    }

    [Fact]
    public async Task Block_ThatIsMissing_IsNotSkippedByTheFeed()
    {
        await using var backend = await Written(sealedIndex: true);
        await Change(backend, "DELETE FROM log WHERE id = 2");
        await Refused("Block 2", backend, j => j.ReadFeedAsync(FeedCursor.Beginning, 100, Cancellation).AsTask());
    }

    [Fact]
    public async Task SideRecord_ThatWasChanged_IsRefused()
    {
        await using var backend = await Written();
        Replace(backend.Path, "private 40", "privatE 40");
        var tail = await backend.Journal.ReadTailAsync(Stream, Cancellation);
        var record = tail.Records[39];
        await Refused("side record of version 40", backend, j => j.ReadSideAsync(record, Cancellation).AsTask());
    }

    [Fact]
    public async Task Index_ThatIsDamaged_IsRefusedAndCanBeBuiltAnew()
    {
        await using var backend = await Written(sealedIndex: true);
        await Change(backend, "UPDATE run_chunk SET data = zeroblob(length(data)) WHERE length(data) % 24 = 8");
        await Refused("RebuildIndex", backend, j => j.FindRowAsync(Stream, Row(1), Cancellation).AsTask());

        backend.Adjust = o => o with { MemtableEntries = 8, RebuildIndex = true };
        await backend.ReopenAsync();
        for (var i = 1; i <= 40; i++)
        {
            Assert.Equal(i, (await backend.Journal.FindRowAsync(Stream, Row(i), Cancellation))!.Version);
        }
    }

    private static RowKey Row(int number) => new(RowKind.Activity, $"{number}");

    private static async Task<SqliteBackend> Written(int records = 40, bool sealedIndex = false)
    {
        var backend = new SqliteBackend(o => o with { MemtableEntries = sealedIndex ? 8 : 1000 });
        var scribe = new Scribe(Stream);
        for (var i = 1; i <= records; i++)
        {
            await backend.Journal.AppendAsync(
                scribe.Next($"hello {i}", rows: [$"{i}"], side: Encoding.UTF8.GetBytes($"private {i}")));
        }

        await backend.ReopenAsync();
        return backend;
    }

    private static void Replace(string path, string old, string changed)
    {
        var bytes = File.ReadAllBytes(path);
        var at = bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(old));
        Assert.True(at > 0);
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        file.Position = at;
        file.Write(Encoding.UTF8.GetBytes(changed));
    }

    private static async Task Change(SqliteBackend backend, string sql)
    {
        await backend.Sqlite.DisposeAsync();
        using var connection = Connection.Open(backend.Path, 1000);
        connection.Execute(sql);
    }

    private static async Task Refused(string named, SqliteBackend backend, Func<IJournal, Task> read)
    {
        var refusal = await Assert.ThrowsAsync<JournalCorruptException>(async () =>
        {
            await backend.ReopenAsync();
            await read(backend.Journal);
        });
        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
    }

    private static async Task AssertWhollyRightOrRefused(SqliteBackend backend)
    {
        try
        {
            await using var journal = backend.Open();
            var tail = await journal.ReadTailAsync(Stream, Cancellation);
            Assert.Equal(["hello 1", "hello 2"], tail.Records.Select(Scribe.TextOf));
            Assert.Fail("A changed byte was not noticed.");
        }
        catch (Exception e) when (e is JournalCorruptException or JournalOpenException)
        {
        }
    }
}
