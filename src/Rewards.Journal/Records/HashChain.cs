using System.Security.Cryptography;

namespace Rewards.Journal.Records;

/// <summary>
/// The chain of one stream: hash(n) = SHA-256(hash(n − 1) ‖ record n), beginning with 32 zero bytes. Changing,
/// removing or reordering a record changes every hash after it.
/// </summary>
public static class HashChain
{
    public const int Size = SHA256.HashSizeInBytes;

    public static readonly ReadOnlyMemory<byte> Origin = new byte[Size];

    public static byte[] Next(ReadOnlySpan<byte> previous, ReadOnlySpan<byte> record)
    {
        var hash = new byte[Size];
        Next(previous, record, hash);
        return hash;
    }

    /// <summary>Whether the hash is that of a record which follows the previous hash.</summary>
    public static bool Follows(ReadOnlySpan<byte> previous, ReadOnlySpan<byte> record, ReadOnlySpan<byte> hash)
    {
        Span<byte> expected = stackalloc byte[Size];
        Next(previous, record, expected);
        return expected.SequenceEqual(hash);
    }

    /// <exception cref="JournalCorruptException">The record does not follow the previous hash.</exception>
    public static void Verify(ReadOnlySpan<byte> previous, StoredRecord record)
    {
        if (!Follows(previous, record.Bytes.Span, record.Hash.Span))
        {
            throw new JournalCorruptException(
                $"The hash chain of {record.Stream} breaks at version {record.Version}: "
                + "the record was changed after it was written.");
        }
    }

    private static void Next(ReadOnlySpan<byte> previous, ReadOnlySpan<byte> record, Span<byte> hash)
    {
        const int onStackMax = 1024;
        var length = previous.Length + record.Length;
        var joined = length <= onStackMax ? stackalloc byte[length] : new byte[length];
        previous.CopyTo(joined);
        record.CopyTo(joined[previous.Length..]);
        SHA256.HashData(joined, hash);
    }
}
