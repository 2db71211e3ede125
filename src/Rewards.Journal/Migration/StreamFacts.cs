using System.Buffers.Binary;
using System.Security.Cryptography;
using Rewards.Journal.Records;

namespace Rewards.Journal.Migration;

/// <summary>
/// What one side holds of a stream. Two sides with equal facts hold the same records byte by byte, because the hash at
/// the head covers all of them, and the same side records and latest snapshot.
/// </summary>
internal readonly record struct StreamFacts
{
    public static readonly StreamFacts None = new() { Hash = HashChain.Origin };

    public long Version { get; private init; }

    public ReadOnlyMemory<byte> Hash { get; private init; }

    public long SideRecords { get; private init; }

    /// <summary>Digests of the side records, each with its version, added up.</summary>
    public UInt128 SideDigest { get; private init; }

    public long SnapshotVersion { get; private init; }

    public UInt128 SnapshotDigest { get; private init; }

    /// <summary>The facts with one record more.</summary>
    /// <exception cref="JournalCorruptException">
    /// It does not follow, or its side record is not what was written.
    /// </exception>
    public StreamFacts With(ExportedRecord exported)
    {
        var record = exported.Record;
        if (record.Version != Version + 1)
        {
            throw new JournalCorruptException(
                $"{record.Stream} goes on with version {record.Version} after version {Version}.");
        }

        HashChain.Verify(Hash.Span, record);
        var facts = this with { Version = record.Version, Hash = record.Hash.ToArray() };
        if (exported.Side is { } side)
        {
            VerifySide(record, side.Span);
            facts = facts with
            {
                SideRecords = SideRecords + 1,
                SideDigest = unchecked(SideDigest + Digest(record.Version, side.Span)),
            };
        }

        return exported.Snapshot.IsEmpty
            ? facts
            : facts with
            {
                SnapshotVersion = record.Version,
                SnapshotDigest = Digest(record.Version, exported.Snapshot.Span),
            };
    }

    public bool Equals(StreamFacts other) =>
        Version == other.Version && Hash.Span.SequenceEqual(other.Hash.Span)
        && (SideRecords, SideDigest) == (other.SideRecords, other.SideDigest)
        && (SnapshotVersion, SnapshotDigest) == (other.SnapshotVersion, other.SnapshotDigest);

    public override int GetHashCode() => HashCode.Combine(Version, SideDigest, SnapshotDigest);

    /// <summary>Which fact differs, for people.</summary>
    public string DifferenceTo(StreamFacts other) => (this, other) switch
    {
        var (a, b) when a.Version != b.Version => $"version {a.Version} here, {b.Version} there",
        var (a, b) when !a.Hash.Span.SequenceEqual(b.Hash.Span) => $"another record at or before version {a.Version}",
        var (a, b) when (a.SideRecords, a.SideDigest) != (b.SideRecords, b.SideDigest) =>
            $"other side records ({a.SideRecords} here, {b.SideRecords} there)",
        var (a, b) => $"another snapshot (of version {a.SnapshotVersion} here, {b.SnapshotVersion} there)",
    };

    private static void VerifySide(StoredRecord record, ReadOnlySpan<byte> side)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(side, hash);
        var expected = record.Content.SideHash.Span;
        if (!expected.IsEmpty && !expected.SequenceEqual(hash))
        {
            throw new JournalCorruptException(
                $"The side record of version {record.Version} of {record.Stream} is not what was written.");
        }
    }

    private static UInt128 Digest(long version, ReadOnlySpan<byte> content)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, version);
        hash.AppendData(bytes[..sizeof(long)]);
        hash.AppendData(content);
        hash.GetHashAndReset(bytes);
        return BinaryPrimitives.ReadUInt128LittleEndian(bytes);
    }
}
