using System.Text;
using NodaTime;
using Rewards.Journal.Records;

namespace Rewards.Journal.Tests.Conformance;

/// <summary>Keeps one stream's version and hash, as its grain does, and makes the next append.</summary>
public sealed class Scribe(StreamId stream)
{
    private static readonly Instant At = Instant.FromUtc(2026, 3, 1, 12, 0);
    private readonly RecordWriter writer = new();

    public StreamId Stream => stream;

    public long Version { get; private set; }

    public ReadOnlyMemory<byte> Hash { get; private set; } = HashChain.Origin;

    public static Scribe OfMember(string member) => new(StreamId.OfMember("ops", member));

    public static string TextOf(StoredRecord record) => Encoding.UTF8.GetString(record.Content.Events[0].Payload.Span);

    /// <summary>
    /// The next append, with the text as its one event. The scribe moves on; see <see cref="StandAt"/>.
    /// </summary>
    public Append Next(
        string text = "hello",
        string[]? rows = null,
        string? snapshot = null,
        byte[]? side = null,
        DueItem[]? due = null,
        DueToken[]? done = null,
        bool newRows = false)
    {
        var sideHash = side is null ? [] : System.Security.Cryptography.SHA256.HashData(side);
        writer.Begin(stream, Version + 1, At, sideHash);
        writer.Event(7, Encoding.UTF8.GetBytes(text), static (b, t) => b.Bytes(t));
        var keys = (rows ?? []).Select(r => new RowKey(RowKind.Activity, r)).ToArray();
        foreach (var key in keys)
        {
            writer.Row(key, Encoding.UTF8.GetBytes(text));
        }

        var record = writer.End();
        Version++;
        var previous = Hash;
        Hash = HashChain.Next(Hash.Span, record);
        return new Append
        {
            Stream = stream,
            Version = Version,
            Record = record,
            Hash = Hash,
            PreviousHash = previous,
            Rows = keys,
            NewRows = newRows ? keys : [],
            Snapshot = snapshot is null ? default : Encoding.UTF8.GetBytes(snapshot),
            Side = side,
            Due = due ?? [],
            Done = done ?? [],
        };
    }

    /// <summary>Goes back (or on) to where the stream stands, as a grain does that was evicted.</summary>
    public void StandAt(long version, ReadOnlyMemory<byte> hash) => (Version, Hash) = (version, hash);

    public Scribe Twin()
    {
        var twin = new Scribe(stream);
        twin.StandAt(Version, Hash);
        return twin;
    }
}
