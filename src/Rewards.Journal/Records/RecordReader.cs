namespace Rewards.Journal.Records;

/// <summary>Takes records apart; see <see cref="RecordFormat"/>.</summary>
public static class RecordReader
{
    /// <summary>Only which stream and version it is: the rest is taken apart when somebody asks for it.</summary>
    /// <exception cref="JournalCorruptException">The bytes are not a record of a known format.</exception>
    public static (StreamId Stream, long Version) ReadHead(ReadOnlySpan<byte> bytes)
    {
        var reader = new ByteReader(bytes);
        return ReadHead(ref reader);
    }

    /// <summary>Only the events, for those who read every record and need nothing else of it.</summary>
    /// <exception cref="JournalCorruptException">The bytes are not a record of a known format.</exception>
    public static RecordedEvent[] ReadEvents(ReadOnlyMemory<byte> bytes)
    {
        var reader = new ByteReader(bytes.Span);
        RequireFormat(reader.Byte());
        reader.Byte();
        reader.Blob();
        reader.Blob();
        reader.Unsigned();
        reader.Time();
        reader.Blob();
        return Events(bytes, ref reader);
    }

    /// <exception cref="JournalCorruptException">The bytes are not a record of a known format.</exception>
    public static JournalRecord Read(ReadOnlyMemory<byte> bytes)
    {
        var reader = new ByteReader(bytes.Span);
        var (stream, version) = ReadHead(ref reader);
        var recordedAt = reader.Time();
        var sideHash = Part(bytes, ref reader);
        var events = Events(bytes, ref reader);
        var rows = new Row[reader.Count()];
        for (var i = 0; i < rows.Length; i++)
        {
            var kind = (RowKind)reader.Byte();
            rows[i] = new Row(new RowKey(kind, reader.Text()), Part(bytes, ref reader));
        }

        return reader.AtEnd
            ? new JournalRecord(stream, version, recordedAt, sideHash, events, rows)
            : throw new JournalCorruptException($"Version {version} of {stream} has bytes after its end.");
    }

    private static (StreamId Stream, long Version) ReadHead(ref ByteReader reader)
    {
        RequireFormat(reader.Byte());
        var stream = new StreamId((StreamKind)reader.Byte(), reader.Text(), reader.Text());
        return (stream, (long)reader.Unsigned());
    }

    private static void RequireFormat(byte format)
    {
        if (format != RecordFormat.Version1)
        {
            throw new JournalCorruptException($"Record format {format} is not known; this program knows 1.");
        }
    }

    private static RecordedEvent[] Events(ReadOnlyMemory<byte> bytes, ref ByteReader reader)
    {
        var events = new RecordedEvent[reader.Count()];
        for (var i = 0; i < events.Length; i++)
        {
            var code = (int)reader.Unsigned();
            events[i] = new RecordedEvent(code, Part(bytes, ref reader));
        }

        return events;
    }

    private static ReadOnlyMemory<byte> Part(ReadOnlyMemory<byte> bytes, ref ByteReader reader)
    {
        var length = reader.Count();
        var start = reader.Position;
        reader.Bytes(length);
        return bytes.Slice(start, length);
    }
}
