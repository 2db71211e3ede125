using System.Buffers.Binary;
using Rewards.Journal.Records;

namespace Rewards.Journal.Sqlite.Log;

/// <summary>
/// One append within a block: length of the frame (4 bytes) · CRC-32C of what follows, begun with the pointer (4) ·
/// pointer to the stream's previous record (8, 0 when there is none) · flags (1) · length of the record (4) · record ·
/// hash (32) · snapshot, up to the frame's end. Little endian.
/// </summary>
internal readonly record struct Frame(
    long Pointer, long Previous, bool HasSide, ReadOnlyMemory<byte> Record, ReadOnlyMemory<byte> Hash, ReadOnlyMemory<byte> Snapshot)
{
    public const int HeadBytes = 21;
    public const byte SideFlag = 1;
    private const byte KnownFlags = SideFlag;

    public static int BytesOf(Append append) =>
        HeadBytes + append.Record.Length + HashChain.Size + append.Snapshot.Length;

    public static void Write(Span<byte> target, long pointer, long previous, Append append)
    {
        BinaryPrimitives.WriteInt32LittleEndian(target, target.Length);
        BinaryPrimitives.WriteInt64LittleEndian(target[8..], previous);
        target[16] = append.Side.IsEmpty ? (byte)0 : SideFlag;
        BinaryPrimitives.WriteInt32LittleEndian(target[17..], append.Record.Length);
        var rest = target[HeadBytes..];
        append.Record.Span.CopyTo(rest);
        append.Hash.Span.CopyTo(rest[append.Record.Length..]);
        append.Snapshot.Span.CopyTo(rest[(append.Record.Length + HashChain.Size)..]);
        BinaryPrimitives.WriteUInt32LittleEndian(target[4..], Checksum.Of(pointer, target[8..]));
    }

    /// <summary>Length of the frame that begins here.</summary>
    /// <exception cref="JournalCorruptException">No frame can begin here.</exception>
    public static int LengthAt(ReadOnlySpan<byte> block, long pointer)
    {
        var rest = block.Length - Pointers.Offset(pointer);
        if (rest >= HeadBytes + HashChain.Size)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(block[Pointers.Offset(pointer)..]);
            if (length >= HeadBytes + HashChain.Size && length <= rest)
            {
                return length;
            }
        }

        throw new JournalCorruptException($"The log has no record at {Pointers.Describe(pointer)}.");
    }

    /// <exception cref="JournalCorruptException">The checksum does not hold.</exception>
    public static Frame Read(ReadOnlyMemory<byte> block, long pointer)
    {
        var frame = block.Slice(Pointers.Offset(pointer), LengthAt(block.Span, pointer));
        var bytes = frame.Span;
        var recordBytes = BinaryPrimitives.ReadInt32LittleEndian(bytes[17..]);
        if (Checksum.Of(pointer, bytes[8..]) != BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..])
            || recordBytes < 0
            || recordBytes > bytes.Length - HeadBytes - HashChain.Size
            || (bytes[16] & ~KnownFlags) != 0)
        {
            throw new JournalCorruptException(
                $"The record at {Pointers.Describe(pointer)} of the log is damaged: its checksum does not hold. "
                + "Restore the file from a backup.");
        }

        var hashAt = HeadBytes + recordBytes;
        return new Frame(
            pointer,
            BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]),
            (bytes[16] & SideFlag) != 0,
            frame.Slice(HeadBytes, recordBytes),
            frame.Slice(hashAt, HashChain.Size),
            frame[(hashAt + HashChain.Size)..]);
    }

    public StoredRecord ToStored(StreamId stream, long version) => new(stream, version, Record, Hash, new RecordPointer(Pointer));
}
