using System.Buffers.Binary;
using Rewards.Journal.Records;

namespace Rewards.Journal.Sqlite.Log;

/// <summary>A frame within its block, checked and not copied; its layout is that of <see cref="Frame"/>.</summary>
internal readonly ref struct FrameView
{
    private readonly ReadOnlySpan<byte> bytes;
    private readonly int recordBytes;

    /// <exception cref="JournalCorruptException">There is no frame at that place, or its checksum does not
    /// hold.</exception>
    public FrameView(ReadOnlySpan<byte> block, long pointer)
    {
        bytes = block.Slice(Pointers.Offset(pointer), LengthAt(block, pointer));
        recordBytes = BinaryPrimitives.ReadInt32LittleEndian(bytes[17..]);
        if (Checksum.Of(pointer, bytes[8..]) != BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..])
            || recordBytes < 0
            || recordBytes > bytes.Length - Frame.HeadBytes - HashChain.Size
            || (bytes[16] & ~Frame.SideFlag) != 0)
        {
            throw new JournalCorruptException(
                $"The record at {Pointers.Describe(pointer)} of the log is damaged: its checksum does not hold. "
                + "Restore the file from a backup.");
        }
    }

    public long Previous => BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]);

    public bool HasSide => (bytes[16] & Frame.SideFlag) != 0;

    public ReadOnlySpan<byte> Record => bytes.Slice(Frame.HeadBytes, recordBytes);

    public ReadOnlySpan<byte> Hash => bytes.Slice(Frame.HeadBytes + recordBytes, HashChain.Size);

    public ReadOnlySpan<byte> Snapshot => bytes[(Frame.HeadBytes + recordBytes + HashChain.Size)..];

    /// <summary>Length of the frame that begins here.</summary>
    /// <exception cref="JournalCorruptException">No frame can begin here.</exception>
    public static int LengthAt(ReadOnlySpan<byte> block, long pointer)
    {
        var rest = block.Length - Pointers.Offset(pointer);
        if (rest >= Frame.HeadBytes + HashChain.Size)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(block[Pointers.Offset(pointer)..]);
            if (length >= Frame.HeadBytes + HashChain.Size && length <= rest)
            {
                return length;
            }
        }

        throw new JournalCorruptException($"The log has no record at {Pointers.Describe(pointer)}.");
    }
}
