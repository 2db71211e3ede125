using System.Security.Cryptography;
using Rewards.Domain.Activities;
using Rewards.Journal.Records;

namespace Rewards.Journal.Events;

/// <summary>
/// The erasable part of a record, version 1: format (1 byte) · 16 bytes of random salt · personal facts · reason. The
/// record holds SHA-256 over all of it: without the salt, which goes with the erasure, nothing can be guessed from it.
/// </summary>
public sealed record SideRecord(IReadOnlyList<Fact> Facts, string? Reason)
{
    public const int SaltSize = 16;
    private const byte Version1 = 1;

    public static byte[] Write(SideRecord side, ReadOnlySpan<byte> salt)
    {
        var writer = new ByteWriter();
        writer.Byte(Version1);
        writer.Bytes(salt);
        FactParts.Write(writer, side.Facts);
        writer.OptionalText(side.Reason);
        return writer.ToArray();
    }

    /// <exception cref="JournalCorruptException">Not the side record that belongs to the hash.</exception>
    public static SideRecord Read(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> sideHash)
    {
        if (!SHA256.HashData(bytes).AsSpan().SequenceEqual(sideHash))
        {
            throw new JournalCorruptException(
                "A side record is not what its record says: it was changed after it was written.");
        }

        var reader = new ByteReader(bytes);
        if (reader.Byte() != Version1)
        {
            throw new JournalCorruptException("A side record has an unknown format.");
        }

        reader.Bytes(SaltSize);
        return new SideRecord(FactParts.Read(ref reader), reader.OptionalText());
    }
}
