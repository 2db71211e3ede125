using NodaTime;
using Rewards.Journal;
using Rewards.Journal.Events;
using Rewards.Journal.Records;

namespace Rewards.Grains.Tests.Verification;

/// <summary>Appends records that no grain would make, with checksums and chain in order.</summary>
internal sealed class Forger(IJournal journal, StreamId stream, Instant now)
{
    private long version;
    private ReadOnlyMemory<byte> hash = HashChain.Origin;

    /// <summary>Goes on behind what the stream holds.</summary>
    public async Task<Forger> ContinueAsync()
    {
        var tail = await journal.ReadTailAsync(stream, CancellationToken.None);
        (version, hash) = (tail.Version, tail.Hash);
        return this;
    }

    public Task AppendAsync(object change, params Row[] rows) => AppendAsync([change], rows);

    public async Task AppendAsync(object[] changes, Row[] rows, byte[]? snapshot = null, byte[]? side = null,
        params DueItem[] due)
    {
        var writer = new RecordWriter();
        writer.Begin(stream, version + 1, now,
            side is null ? [] : System.Security.Cryptography.SHA256.HashData(side));
        foreach (var change in changes)
        {
            var codec = EventCatalogue.For(change);
            writer.Event(codec.Code, change, codec.Write);
        }

        foreach (var row in rows)
        {
            writer.Row(row.Key, row.Value.Span);
        }

        var record = writer.End();
        var append = new Append
        {
            Stream = stream,
            Version = version + 1,
            Record = record,
            PreviousHash = hash,
            Hash = HashChain.Next(hash.Span, record),
            Rows = [.. rows.Select(row => row.Key)],
            Snapshot = snapshot,
            Side = side,
            Due = due,
        };
        await journal.AppendAsync(append);
        (version, hash) = (append.Version, append.Hash);
    }
}
