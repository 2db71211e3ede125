using Azure;
using Rewards.AzureTables;
using Rewards.Journal.Records;

namespace Rewards.Journal.AzureTables.Layout;

/// <summary>
/// The first entity of a stream's partition: where the stream stands. Every append replaces it under its ETag, in the
/// same transaction, so that of two owners of a grain one succeeds.
/// <para>At version 0 nothing was appended yet; somebody has only fenced it. <c>Last</c> is the transaction that
/// appended last, and <c>LastFirst</c> the version of its first record.</para>
/// </summary>
internal sealed record StreamHead(
    long Version,
    ReadOnlyMemory<byte> Hash,
    Ticket Last,
    long LastFirst,
    long SnapshotVersion,
    int SnapshotParts,
    ETag ETag)
{
    private const int Format = 1;

    /// <summary>What a stream without a head stands at; its ETag is empty.</summary>
    public static readonly StreamHead Nothing = new(0, HashChain.Origin, Ticket.None, 0, 0, 0, default);

    public bool Exists => ETag != default;

    public bool IsFollowedBy(Append append) =>
        append.Version == Version + 1 && append.PreviousHash.Span.SequenceEqual(Hash.Span);

    /// <summary>Puts this head in the place of <paramref name="before"/>, if that still stands.</summary>
    public TableOperation Over(StreamHead before, string partition)
    {
        var entity = new TableEntity(partition, Keys.Head)
            .With("Format", Format)
            .With("Version", Version)
            .With("Hash", Hash)
            .With("Session", Last.Session)
            .With("Ticket", Last.Number)
            .With("First", LastFirst)
            .With("Snapshot", SnapshotVersion)
            .With("SnapshotParts", SnapshotParts);
        return before.Exists ? TableOperation.Replace(entity, before.ETag) : TableOperation.Insert(entity);
    }

    public static StreamHead Of(TableEntity? entity)
    {
        if (entity is null)
        {
            return Nothing;
        }

        return entity.Number("Format") == Format
            ? new StreamHead(
                entity.Number("Version"),
                entity.Bytes("Hash"),
                new Ticket(entity.Text("Session"), entity.Number("Ticket")),
                entity.Number("First"),
                entity.Number("Snapshot"),
                (int)entity.Number("SnapshotParts"),
                entity.ETag)
            : throw new JournalCorruptException(
                $"The head of '{entity.PartitionKey}' has format {entity.Number("Format")}; "
                + $"this program knows {Format}.");
    }
}
