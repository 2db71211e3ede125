using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Rewards.Journal;

/// <summary>
/// What a projection saves carries a checksum over its name, its cursor and its state: no record vouches for it, and a
/// changed byte of a sum would be served as the truth. On disk: SHA-256 (32 bytes) · state.
/// </summary>
public static class ProjectionSeal
{
    private const int Size = SHA256.HashSizeInBytes;

    /// <summary>The same with its checksum in front, to be saved under this name.</summary>
    public static ProjectionState Seal(string name, ProjectionState content)
    {
        var bytes = new byte[Size + content.State.Length];
        content.State.CopyTo(bytes.AsMemory(Size));
        Hash(name, content.Cursor, content.State.Span, bytes.AsSpan(0, Size));
        return content with { State = bytes };
    }

    /// <summary>What was sealed.</summary>
    /// <exception cref="JournalCorruptException">It is not what was saved under this name.</exception>
    public static ProjectionState Open(string name, ProjectionState saved)
    {
        Span<byte> expected = stackalloc byte[Size];
        if (saved.State.Length >= Size)
        {
            var content = saved with { State = saved.State[Size..] };
            Hash(name, content.Cursor, content.State.Span, expected);
            if (saved.State.Span[..Size].SequenceEqual(expected))
            {
                return content;
            }
        }

        throw new JournalCorruptException($"The saved state of the projection '{name}' is not what was saved.");
    }

    private static void Hash(string name, FeedCursor cursor, ReadOnlySpan<byte> state, Span<byte> hash)
    {
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sum.AppendData(Encoding.UTF8.GetBytes($"projection|{name}|"));
        Span<byte> place = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(place, cursor.Value);
        sum.AppendData(place);
        sum.AppendData(state);
        sum.GetHashAndReset(hash);
    }
}
