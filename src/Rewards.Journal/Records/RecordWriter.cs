using System.Security.Cryptography;
using NodaTime;

namespace Rewards.Journal.Records;

/// <summary>Writes one record: begin, events, rows, end. Reusable; not for two threads at once.</summary>
public sealed class RecordWriter
{
    private readonly ByteWriter head = new();
    private readonly ByteWriter events = new(512);
    private readonly ByteWriter rows = new();
    private int eventCount;
    private int rowCount;

    public void Begin(StreamId stream, long version, Instant recordedAt, ReadOnlySpan<byte> sideHash)
    {
        head.Clear();
        events.Clear();
        rows.Clear();
        (eventCount, rowCount) = (0, 0);
        head.Byte(RecordFormat.Version1);
        head.Byte((byte)stream.Kind);
        head.Text(stream.Community);
        head.Text(stream.Name);
        head.Unsigned((ulong)version);
        head.Time(recordedAt);
        head.Blob(sideHash);
    }

    /// <summary>Adds an event; <paramref name="write"/> writes its payload.</summary>
    public void Event<T>(int code, T content, Action<ByteWriter, T> write)
    {
        events.Unsigned((ulong)code);
        events.Part(content, write);
        eventCount++;
    }

    public void Row(RowKey key, ReadOnlySpan<byte> value)
    {
        rows.Byte((byte)key.Kind);
        rows.Text(key.Text);
        rows.Blob(value);
        rowCount++;
    }

    public byte[] End()
    {
        Finish();
        return head.ToArray();
    }

    /// <summary>The record and its place in the chain after <paramref name="previous"/>, in one array.</summary>
    public ChainedRecord EndAfter(in Hash32 previous)
    {
        Finish();
        var bytes = new byte[HashChain.Size + head.Length + HashChain.Size];
        previous.CopyTo(bytes);
        head.Written.CopyTo(bytes.AsSpan(HashChain.Size));
        SHA256.HashData(bytes.AsSpan(0, HashChain.Size + head.Length), bytes.AsSpan(HashChain.Size + head.Length));
        return new ChainedRecord(bytes);
    }

    private void Finish()
    {
        head.Unsigned((ulong)eventCount);
        head.Bytes(events.Written);
        head.Unsigned((ulong)rowCount);
        head.Bytes(rows.Written);
    }
}
