using Rewards.AzureTables;
using Rewards.Journal.Records;

namespace Rewards.Journal.AzureTables.Layout;

/// <summary>
/// The records of one transaction as they are stored: packed into one block of bytes, with what they do to the due-work
/// index. Format 1: format (1 byte) · number of records, each: length, bytes · number of due items, each: version,
/// ordinal, time, key · number of done entries, each: key. Integers are LEB128.
/// </summary>
internal sealed record Commit(
    Ticket Ticket,
    long First,
    IReadOnlyList<StoredRecord> Records,
    ReadOnlyMemory<byte> PreviousHash,
    IReadOnlyList<DueChange> Due)
{
    private const byte Format1 = 1;

    public long Last => First + Records.Count - 1;

    public static byte[] Pack(IReadOnlyList<Append> appends)
    {
        var writer = new ByteWriter(1024);
        writer.Byte(Format1);
        writer.Unsigned((ulong)appends.Count);
        foreach (var append in appends)
        {
            writer.Blob(append.Record.Span);
        }

        writer.Unsigned((ulong)appends.Sum(append => append.Due.Count));
        foreach (var append in appends)
        {
            for (var ordinal = 0; ordinal < append.Due.Count; ordinal++)
            {
                writer.Unsigned((ulong)append.Version);
                writer.Unsigned((ulong)ordinal);
                writer.Time(append.Due[ordinal].At);
                writer.Text(append.Due[ordinal].Key);
            }
        }

        writer.Unsigned((ulong)appends.Sum(append => append.Done.Count));
        foreach (var token in appends.SelectMany(append => append.Done))
        {
            writer.Text(token.Place ?? "");
        }

        return writer.ToArray();
    }

    /// <summary>The entities of a transaction; the first says where it belongs.</summary>
    public static IEnumerable<TableEntity> Entities(
        string partition, Ticket ticket, IReadOnlyList<Append> appends, ReadOnlyMemory<byte> block)
    {
        var first = appends[0].Version;
        return Parts.Of(partition, part => Keys.Commit(first, part), block).Select((entity, part) => part > 0
            ? entity
            : entity
                .With("First", first)
                .With("Session", ticket.Session)
                .With("Ticket", ticket.Number)
                .With("Previous", appends[0].PreviousHash)
                .With("Hash", appends[^1].Hash));
    }

    /// <summary>Takes the entities of one transaction apart; the hash chain within it is verified.</summary>
    /// <exception cref="JournalCorruptException">It is not what was written.</exception>
    public static Commit Read(StreamId stream, string partition, IReadOnlyList<TableEntity> entities)
    {
        var head = entities[0];
        var block = Parts.Join(entities);
        var reader = new ByteReader(block.Span);
        if (reader.Byte() is var format and not Format1)
        {
            throw new JournalCorruptException(
                $"'{head.RowKey}' of {stream} has format {format}; this program knows 1.");
        }

        var first = head.Number("First");
        var records = new StoredRecord[reader.Count()];
        var previous = head.Bytes("Previous");
        ReadOnlyMemory<byte> hash = previous;
        for (var i = 0; i < records.Length; i++)
        {
            var bytes = Slice(block, ref reader);
            hash = HashChain.Next(hash.Span, bytes.Span);
            records[i] = new StoredRecord(stream, first + i, bytes, hash, Pointers.Of(partition, first + i));
        }

        if (!hash.Span.SequenceEqual(head.Bytes("Hash").Span))
        {
            throw new JournalCorruptException(
                $"The hash chain of {stream} breaks within versions {first} to {first + records.Length - 1}: "
                + "a record was changed after it was written.");
        }

        var ticket = new Ticket(head.Text("Session"), head.Number("Ticket"));
        return new Commit(ticket, first, records, previous, ReadDue(stream, partition, ref reader));
    }

    private static List<DueChange> ReadDue(StreamId stream, string partition, ref ByteReader reader)
    {
        var due = new List<DueChange>();
        for (var left = reader.Count(); left > 0; left--)
        {
            var (version, ordinal) = ((long)reader.Unsigned(), (int)reader.Unsigned());
            var at = reader.Time();
            due.Add(DueChange.Add(stream, partition, version, ordinal, new DueItem(at, reader.Text())));
        }

        for (var left = reader.Count(); left > 0; left--)
        {
            due.Add(new DueChange(reader.Text(), null));
        }

        return due;
    }

    private static ReadOnlyMemory<byte> Slice(ReadOnlyMemory<byte> block, ref ByteReader reader)
    {
        var length = reader.Count();
        var start = reader.Position;
        reader.Bytes(length);
        return block.Slice(start, length);
    }
}
