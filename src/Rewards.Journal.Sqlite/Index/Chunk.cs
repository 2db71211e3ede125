using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Rewards.Journal.Sqlite.Log;

namespace Rewards.Journal.Sqlite.Index;

/// <summary>
/// A part of a run as one row: CRC-32C (4 bytes, begun with the row's id) · 4 zero bytes · content. A chunk of entries
/// fits into one leaf page of 4,096 bytes, so that a lookup reads one page.
/// </summary>
internal static class Chunk
{
    public const int EntriesMax = 168;
    public const int HeadBytes = 8;

    /// <summary>Filters and fences are only read whole, at start.</summary>
    public const int PartBytesMax = 64 << 10;

    public static byte[] Of(ReadOnlySpan<byte> content)
    {
        var chunk = new byte[HeadBytes + content.Length];
        content.CopyTo(chunk.AsSpan(HeadBytes));
        return chunk;
    }

    /// <summary>The checksum needs the id, which is known when the chunk is written.</summary>
    public static void Seal(byte[] chunk, long id) =>
        BinaryPrimitives.WriteUInt32LittleEndian(chunk, Checksum.Of(id, chunk.AsSpan(HeadBytes)));

    /// <exception cref="JournalCorruptException">The checksum does not hold.</exception>
    public static ReadOnlySpan<byte> Content(ReadOnlySpan<byte> chunk, long id)
    {
        if (chunk.Length < HeadBytes
            || BinaryPrimitives.ReadUInt32LittleEndian(chunk) != Checksum.Of(id, chunk[HeadBytes..]))
        {
            throw new JournalCorruptException(
                $"Chunk {id} of the index is damaged: its checksum does not hold. "
                + $"Start once with {nameof(SqliteJournalOptions.RebuildIndex)} to build the index anew from the log.");
        }

        return chunk[HeadBytes..];
    }

    /// <summary>Pointer of the key, or 0.</summary>
    public static long Find(ReadOnlySpan<byte> content, IndexKey key) =>
        Find(MemoryMarshal.Cast<byte, IndexEntry>(content), key);

    /// <summary>Pointer of the key, or 0.</summary>
    public static long Find(ReadOnlySpan<IndexEntry> entries, IndexKey key)
    {
        var (low, high) = (0, entries.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) >> 1;
            var order = entries[middle].Key.CompareTo(key);
            if (order == 0)
            {
                return entries[middle].Pointer;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return 0;
    }
}
