using Rewards.AzureTables;
using Rewards.Journal.AzureTables.Layout;

namespace Rewards.Journal.AzureTables.Streams;

/// <summary>
/// Appends to one stream that follow each other and fit into one transaction together: one head, one block of records,
/// the rows, side records and the snapshot.
/// </summary>
internal sealed class Batch
{
    /// <summary>Due work goes on into a transaction of the log, which has room for 100 entities too.</summary>
    private const int DueMax = 32;

    /// <summary>The head, and one for the block's first entity.</summary>
    private const int EntitiesAlways = 2;

    /// <summary>
    /// A snapshot, whatever its size: where it has fewer parts than the one before, the others are deleted.
    /// </summary>
    private const int SnapshotEntities =
        (JournalLimits.SnapshotBytesMax + Parts.BytesPerEntityMax - 1) / Parts.BytesPerEntityMax;

    /// <summary>Headers of a part, keys, and the names of properties, in bytes; generously.</summary>
    private const int EntityOverheadBytes = 1_500;

    /// <summary>For 4 MiB less the multipart frame.</summary>
    private const int BytesMax = TableLimits.TransactionBytesMax - 4_096;

    /// <summary>A snapshot with company behind it is left out, unless the last one is so many records back.</summary>
    private const int RecordsPerSnapshotMax = 256;

    private readonly List<Append> appends = [];
    private readonly HashSet<RowKey> rows = [];
    private readonly HashSet<RowKey> newRows = [];
    private int blockBytes;
    private int otherBytes;
    private int otherEntities;
    private int due;

    public IReadOnlyList<Append> Appends => appends;

    public Append First => appends[0];

    public Append Last => appends[^1];

    /// <summary>Whether a transaction can hold the append at all.</summary>
    public static bool Fits(Append append) => new Batch().TryAdd(append, 0);

    /// <summary>
    /// False when it does not follow, or does not fit any more. A snapshot is the last of its transaction.
    /// </summary>
    /// <param name="append">What comes next.</param>
    /// <param name="snapshotVersion">The version of the stream's latest snapshot; 0: none.</param>
    public bool TryAdd(Append append, long snapshotVersion)
    {
        var follows = appends.Count == 0
            || (append.Version == Last.Version + 1
                && append.PreviousHash.Span.SequenceEqual(Last.Hash.Span)
                && (Last.Snapshot.IsEmpty || Last.Version - snapshotVersion < RecordsPerSnapshotMax));
        if (!follows || append.NewRows.Any(rows.Contains))
        {
            return false;
        }

        var block = blockBytes + append.Record.Length + append.Due.Sum(item => (item.Key.Length * 3) + 30)
            + append.Done.Sum(token => (token.Place?.Length ?? 0) + 3) + 12;
        var entities = otherEntities + append.Rows.Count(row => !rows.Contains(row)) + EntitiesOf(append.Side);
        var bytes = otherBytes + append.Side.Length;
        var dueNow = due + append.Due.Count + append.Done.Count;
        var snapshot = append.Snapshot.IsEmpty ? 0 : SnapshotEntities;
        var all = entities + snapshot + EntitiesAlways + Parts.CountOf(block) - 1;
        var isWithin = all <= TableLimits.EntitiesPerTransactionMax
            && Base64(block + bytes + append.Snapshot.Length) + (all * EntityOverheadBytes) <= BytesMax
            && (appends.Count == 0 || (dueNow <= DueMax && block <= Parts.BytesPerEntityMax));
        if (!isWithin)
        {
            return false;
        }

        (blockBytes, otherEntities, otherBytes, due) = (block, entities, bytes, dueNow);
        rows.UnionWith(append.Rows);
        newRows.UnionWith(append.NewRows);
        appends.Add(append);
        return true;
    }

    public StreamHead HeadAfter(StreamHead before, Ticket ticket) => new(
        Last.Version,
        Last.Hash,
        ticket,
        First.Version,
        Last.Snapshot.IsEmpty ? before.SnapshotVersion : Last.Version,
        Last.Snapshot.IsEmpty ? before.SnapshotParts : Parts.CountOf(Last.Snapshot.Length),
        default);

    public List<TableOperation> Operations(string partition, StreamHead before, Ticket ticket)
    {
        var after = HeadAfter(before, ticket);
        var operations = new List<TableOperation> { after.Over(before, partition) };
        operations.AddRange(Commit.Entities(partition, ticket, appends, Commit.Pack(appends))
            .Select(TableOperation.Insert));
        foreach (var (row, version) in LatestRows())
        {
            var entity = new TableEntity(partition, Keys.Row(row))
                .With("Version", version)
                .With("First", First.Version);
            operations.Add(newRows.Contains(row) ? TableOperation.Insert(entity) : TableOperation.Upsert(entity));
        }

        foreach (var append in appends.Where(append => !append.Side.IsEmpty))
        {
            operations.AddRange(Parts.Of(partition, part => Keys.Side(append.Version, part), append.Side)
                .Select(TableOperation.Insert));
        }

        if (!Last.Snapshot.IsEmpty)
        {
            operations.AddRange(Parts.Of(partition, Keys.SnapshotPart, Last.Snapshot)
                .Select(part => TableOperation.Upsert(part.With("Version", Last.Version).With("Hash", Last.Hash))));
            for (var stale = after.SnapshotParts; stale < before.SnapshotParts; stale++)
            {
                operations.Add(TableOperation.Delete(partition, Keys.SnapshotPart(stale)));
            }
        }

        return operations;
    }

    public List<DueChange> DueChanges(string partition)
    {
        var changes = new List<DueChange>();
        foreach (var append in appends)
        {
            for (var ordinal = 0; ordinal < append.Due.Count; ordinal++)
            {
                changes.Add(DueChange.Add(append.Stream, partition, append.Version, ordinal, append.Due[ordinal]));
            }

            changes.AddRange(append.Done.Where(token => token.Place is not null).Select(DueChange.Done));
        }

        return changes;
    }

    /// <summary>
    /// The row that is to be new and that the service found; null when the failure speaks of something else. Without
    /// the operation's number, which the service gives, it may be any of them.
    /// </summary>
    public RowKey? NewRowOf(IReadOnlyList<TableOperation>? operations, TableRequestException failure)
    {
        if (failure.ErrorCode != "EntityAlreadyExists" || newRows.Count == 0 || operations is null)
        {
            return null;
        }

        var key = failure.FailedOperation is { } place && place < operations.Count
            ? operations[place].Entity.RowKey
            : null;
        foreach (var row in appends.SelectMany(append => append.NewRows))
        {
            if (key is null || Keys.Row(row) == key)
            {
                return row;
            }
        }

        return null;
    }

    private Dictionary<RowKey, long> LatestRows()
    {
        var latest = new Dictionary<RowKey, long>();
        foreach (var append in appends)
        {
            foreach (var row in append.Rows)
            {
                latest[row] = append.Version;
            }
        }

        return latest;
    }

    private static int EntitiesOf(ReadOnlyMemory<byte> bytes) => bytes.IsEmpty ? 0 : Parts.CountOf(bytes.Length);

    private static int Base64(int bytes) => ((bytes + 2) / 3 * 4) + 64;
}
