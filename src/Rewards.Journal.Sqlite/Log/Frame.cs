using System.Buffers.Binary;
using Rewards.Journal.Records;

namespace Rewards.Journal.Sqlite.Log;

/// <summary>
/// One append within a block: length of the frame (4 bytes) · CRC-32C of what follows, begun with the pointer (4) ·
/// pointer to the stream's previous record (8, 0 when there is none) · flags (1) · length of the record (4) · record ·
/// hash (32) · snapshot, up to the frame's end. Little endian.
/// </summary>
internal readonly record struct Frame(
    long Pointer,
    long Previous,
    bool HasSide,
    ReadOnlyMemory<byte> Record,
    ReadOnlyMemory<byte> Hash,
    ReadOnlyMemory<byte> Snapshot)
{
    public const int HeadBytes = 21;
    public const byte SideFlag = 1;

    public static int BytesOf(Append append) =>
        HeadBytes + append.Record.Length + HashChain.Size + append.Snapshot.Length;

    public static void Write(Span<byte> target, long pointer, long previous, Append append)
    {
        BinaryPrimitives.WriteInt32LittleEndian(target, target.Length);
        BinaryPrimitives.WriteInt64LittleEndian(target[8..], previous);
        target[16] = append.Side.IsEmpty && !append.SideWasErased ? (byte)0 : SideFlag;
        BinaryPrimitives.WriteInt32LittleEndian(target[17..], append.Record.Length);
        var rest = target[HeadBytes..];
        append.Record.Span.CopyTo(rest);
        append.Hash.Span.CopyTo(rest[append.Record.Length..]);
        append.Snapshot.Span.CopyTo(rest[(append.Record.Length + HashChain.Size)..]);
        BinaryPrimitives.WriteUInt32LittleEndian(target[4..], Checksum.Of(pointer, target[8..]));
    }

    /// <exception cref="JournalCorruptException">The checksum does not hold.</exception>
    public static Frame Read(ReadOnlyMemory<byte> block, long pointer)
    {
        var view = new FrameView(block.Span, pointer);
        var recordAt = Pointers.Offset(pointer) + HeadBytes;
        var hashAt = recordAt + view.Record.Length;
        return new Frame(
            pointer,
            view.Previous,
            view.HasSide,
            block.Slice(recordAt, view.Record.Length),
            block.Slice(hashAt, HashChain.Size),
            block.Slice(hashAt + HashChain.Size, view.Snapshot.Length));
    }

    public StoredRecord ToStored()
    {
        var (stream, version) = RecordReader.ReadHead(Record.Span);
        return new StoredRecord(stream, version, Record, Hash, new RecordPointer(Pointer));
    }
}
