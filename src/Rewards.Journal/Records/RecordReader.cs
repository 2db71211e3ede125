namespace Rewards.Journal.Records;

/// <summary>Takes records apart; see <see cref="RecordFormat"/>.</summary>
public static class RecordReader
{
    [ThreadStatic]
    private static string? lastCommunity;

    /// <summary>Only which stream and version it is: the rest is taken apart when somebody asks for it.</summary>
    /// <exception cref="JournalCorruptException">The bytes are not a record of a known format.</exception>
    public static (StreamId Stream, long Version) ReadHead(ReadOnlySpan<byte> bytes)
    {
        var reader = new ByteReader(bytes);
        return ReadHead(ref reader);
    }

    /// <summary>A reader that stands at the number of events; each has its code and its payload.</summary>
    /// <exception cref="JournalCorruptException">The bytes are not a record of a known format.</exception>
    internal static ByteReader AtEvents(ReadOnlySpan<byte> bytes)
    {
        var reader = new ByteReader(bytes);
        RequireFormat(reader.Byte());
        reader.Byte();
        reader.Blob();
        reader.Blob();
        reader.Unsigned();
        reader.Time();
        reader.Blob();
        return reader;
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
        var stream = new StreamId((StreamKind)reader.Byte(), Community(reader.Blob()), reader.Text());
        return (stream, (long)reader.Unsigned());
    }

    /// <summary>One string for many records in a row of the same community.</summary>
    private static string Community(ReadOnlySpan<byte> utf8)
    {
        var last = lastCommunity ?? "";
        return System.Text.Ascii.Equals(utf8, last) ? last : lastCommunity = ByteReader.Decode(utf8);
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
