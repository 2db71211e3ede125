using Rewards.AzureTables;
using Rewards.Journal.AzureTables.Layout;
using Rewards.Journal.Records;

namespace Rewards.Journal.AzureTables.Streams;

/// <summary>Reads of one stream's partition.</summary>
internal sealed class StreamReads(Store store)
{
    /// <summary>A snapshot may be replaced between two requests; more often than this in a row it is not.</summary>
    private const int AttemptsMax = 10;

    public async ValueTask<StreamHead> HeadAsync(string partition, CancellationToken cancellation) =>
        StreamHead.Of(await store.FindAsync(partition, Keys.Head, cancellation).ConfigureAwait(false));

    /// <exception cref="JournalCorruptException">Head, snapshot and records do not fit together.</exception>
    public async ValueTask<(StreamTail Tail, StreamHead Head)> TailAsync(
        StreamId stream, CancellationToken cancellation)
    {
        var partition = Keys.Partition(stream);
        for (var attempt = 1; ; attempt++)
        {
            var head = await HeadAsync(partition, cancellation).ConfigureAwait(false);
            if (head.Version == 0)
            {
                return (new StreamTail(default, 0, HashChain.Origin, []), head);
            }

            var snapshot = await SnapshotAsync(partition, head, cancellation).ConfigureAwait(false);
            if (snapshot is not { } known)
            {
                if (attempt == AttemptsMax)
                {
                    throw new JournalCorruptException($"The snapshot of {stream} is not the one its head speaks of.");
                }

                continue;
            }

            var records = await RecordsAsync(stream, partition, head, cancellation).ConfigureAwait(false);
            var tail = new StreamTail(known.State, head.SnapshotVersion, known.Hash, records);
            Verify(stream, tail, head);
            return (tail, head);
        }
    }

    /// <summary>The transaction whose first record has this version, by its keys.</summary>
    public async ValueTask<Commit?> CommitAsync(
        StreamId stream, string partition, long first, CancellationToken cancellation)
    {
        var entity = await store.FindAsync(partition, Keys.Commit(first), cancellation).ConfigureAwait(false);
        return entity is null
            ? null
            : Commit.Read(stream, partition, await WholeAsync(
                entity, part => Keys.Commit(first, part), cancellation).ConfigureAwait(false));
    }

    /// <summary>Transactions from the one that holds the version backward, newest first.</summary>
    public async IAsyncEnumerable<Commit> BackwardAsync(
        StreamId stream,
        string partition,
        long version,
        long lowest,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        const int pageEntities = 100;
        var before = lowest > 1 ? Keys.Commit(lowest - 1) : "d";
        var range = new TableRange(partition, Keys.Commit(version), before, pageEntities);
        string? continuation = null;
        var parts = new List<TableEntity>();
        do
        {
            var page = await store.PageAsync(range, continuation, cancellation).ConfigureAwait(false);
            foreach (var entity in page.Entities)
            {
                parts.Add(entity);
                if (parts.Count == Parts.CountOf(parts[0]))
                {
                    yield return Commit.Read(stream, partition, parts);
                    parts = [];
                }
            }

            continuation = page.Continuation;
        }
        while (continuation is not null);
        if (parts.Count > 0)
        {
            throw new JournalCorruptException($"'{parts[0].RowKey}' of {stream} lacks a part.");
        }
    }

    /// <summary>Records newest first, from a place or from the newest.</summary>
    /// <exception cref="ArgumentException">The place is not in this stream.</exception>
    public async ValueTask<RecordPage> PageAsync(
        StreamId stream, RecordPointer? from, int recordsMax, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(recordsMax, 1);
        var partition = Keys.Partition(stream);
        var version = from is { } pointer
            ? Pointers.VersionOf(partition, pointer)
            : (await HeadAsync(partition, cancellation).ConfigureAwait(false)).Version;
        var records = new List<StoredRecord>();
        if (version == 0)
        {
            return new RecordPage(records, null);
        }

        await foreach (var commit in BackwardAsync(stream, partition, version, 1, cancellation).ConfigureAwait(false))
        {
            if (commit.Last < version && records.Count == 0)
            {
                break;
            }

            records.AddRange(commit.Records.Where(record => record.Version <= version).Reverse());
            if (records.Count >= recordsMax)
            {
                records.RemoveRange(recordsMax, records.Count - recordsMax);
                break;
            }
        }

        if (records.Count == 0)
        {
            throw new ArgumentException($"There is no record of {stream} at that place.", nameof(from));
        }

        var next = records[^1].Version - 1;
        return new RecordPage(records, next == 0 ? null : Pointers.Of(partition, next));
    }

    public async ValueTask<StoredRecord?> RowAsync(StreamId stream, RowKey row, CancellationToken cancellation)
    {
        var partition = Keys.Partition(stream);
        var entity = await store.FindAsync(partition, Keys.Row(row), cancellation).ConfigureAwait(false);
        if (entity is null)
        {
            return null;
        }

        var (version, first) = (entity.Number("Version"), entity.Number("First"));
        var commit = await CommitAsync(stream, partition, first, cancellation).ConfigureAwait(false);
        return commit?.Records.FirstOrDefault(record => record.Version == version)
            ?? throw new JournalCorruptException(
                $"The row {row} of {stream} names version {version}, which is missing.");
    }

    /// <summary>Where a row says that its record lies; null when there is no such row.</summary>
    public async ValueTask<RecordPointer?> LocateAsync(StreamId stream, RowKey row, CancellationToken cancellation)
    {
        var partition = Keys.Partition(stream);
        var entity = await store.FindAsync(partition, Keys.Row(row), cancellation).ConfigureAwait(false);
        return entity is null ? null : Pointers.Of(partition, entity.Number("Version"));
    }

    public async ValueTask<ReadOnlyMemory<byte>?> SideAsync(StoredRecord record, CancellationToken cancellation)
    {
        var partition = Keys.Partition(record.Stream);
        var entity = await store.FindAsync(partition, Keys.Side(record.Version), cancellation).ConfigureAwait(false);
        if (entity is null)
        {
            return null;
        }

        try
        {
            return Parts.Join(await WholeAsync(
                entity, part => Keys.Side(record.Version, part), cancellation).ConfigureAwait(false));
        }
        catch (JournalCorruptException) when (entity.Number("Parts") > 1)
        {
            // Erased between the two requests, or by an erasure that is under way: the first part goes first.
            var still = await store.FindAsync(partition, Keys.Side(record.Version), cancellation).ConfigureAwait(false);
            return still is null ? null : throw new JournalCorruptException($"A part of the side record is missing.");
        }
    }

    /// <summary>The latest snapshot and its version; version 0 when there is none.</summary>
    public async ValueTask<(long Version, ReadOnlyMemory<byte> State)> SnapshotAsync(
        StreamId stream, CancellationToken cancellation)
    {
        var partition = Keys.Partition(stream);
        for (var attempt = 1; attempt <= AttemptsMax; attempt++)
        {
            var head = await HeadAsync(partition, cancellation).ConfigureAwait(false);
            if (await SnapshotAsync(partition, head, cancellation).ConfigureAwait(false) is { } snapshot)
            {
                return (head.SnapshotVersion, snapshot.State);
            }
        }

        throw new JournalCorruptException($"The snapshot of {stream} is not the one its head speaks of.");
    }

    private async ValueTask<IReadOnlyList<TableEntity>> WholeAsync(
        TableEntity first, Func<int, string> keyOf, CancellationToken cancellation)
    {
        var parts = await PartsAsync(first, keyOf, cancellation).ConfigureAwait(false);
        return parts.Count == Parts.CountOf(first)
            ? parts
            : throw new JournalCorruptException($"'{first.PartitionKey}' '{keyOf(parts.Count)}' is missing.");
    }

    /// <summary>The parts up to the first that is not there.</summary>
    private async ValueTask<List<TableEntity>> PartsAsync(
        TableEntity first, Func<int, string> keyOf, CancellationToken cancellation)
    {
        var parts = new List<TableEntity> { first };
        while (parts.Count < Parts.CountOf(first)
            && await store.FindAsync(first.PartitionKey, keyOf(parts.Count), cancellation).ConfigureAwait(false)
                is { } part)
        {
            parts.Add(part);
        }

        return parts;
    }

    /// <summary>Null when it was replaced since the head was read.</summary>
    private async ValueTask<(ReadOnlyMemory<byte> State, ReadOnlyMemory<byte> Hash)?> SnapshotAsync(
        string partition, StreamHead head, CancellationToken cancellation)
    {
        if (head.SnapshotVersion == 0)
        {
            return (default, HashChain.Origin);
        }

        var entity = await store.FindAsync(partition, Keys.Snapshot, cancellation).ConfigureAwait(false);
        if (entity is null || entity.Number("Version") != head.SnapshotVersion)
        {
            return null;
        }

        // A smaller one that took its place has fewer parts.
        var parts = await PartsAsync(entity, Keys.SnapshotPart, cancellation).ConfigureAwait(false);
        return parts.Count == Parts.CountOf(entity)
            && parts.All(part => part.Number("Version") == head.SnapshotVersion)
            ? (Parts.Join(parts), entity.Bytes("Hash"))
            : null;
    }

    private async ValueTask<StoredRecord[]> RecordsAsync(
        StreamId stream, string partition, StreamHead head, CancellationToken cancellation)
    {
        if (head.Version == head.SnapshotVersion)
        {
            return [];
        }

        // One transaction since: by its keys. A snapshot ends its transaction, so that none reaches across it.
        if (head.LastFirst == head.SnapshotVersion + 1)
        {
            var last = await CommitAsync(stream, partition, head.LastFirst, cancellation).ConfigureAwait(false);
            return last is null ? [] : [.. last.Records];
        }

        var records = new List<StoredRecord>();
        var lowest = head.SnapshotVersion + 1;
        await foreach (var commit in BackwardAsync(stream, partition, head.Version, lowest, cancellation)
            .ConfigureAwait(false))
        {
            records.AddRange(commit.Records.Reverse());
        }

        records.Reverse();
        return [.. records];
    }

    private static void Verify(StreamId stream, StreamTail tail, StreamHead head)
    {
        var hash = tail.SnapshotHash;
        for (var i = 0; i < tail.Records.Count; i++)
        {
            var record = tail.Records[i];
            if (record.Version != tail.SnapshotVersion + i + 1)
            {
                throw new JournalCorruptException($"{stream} has version {record.Version} at a wrong place.");
            }

            HashChain.Verify(hash.Span, record);
            hash = record.Hash;
        }

        if (tail.Version != head.Version || !tail.Hash.Span.SequenceEqual(head.Hash.Span))
        {
            throw new JournalCorruptException(
                $"The head of {stream} speaks of version {head.Version}; "
                + $"its records end at {tail.Version} or otherwise.");
        }
    }
}
