using NodaTime;
using Rewards.Journal;
using Rewards.Journal.Events;
using Rewards.Journal.Records;

namespace Rewards.Grains.InProcess;

/// <summary>
/// A grain in memory: its turn, its stream and its state. Everything but the turn is used inside turns only.
/// </summary>
/// <typeparam name="TEvent">The events of this kind of grain.</typeparam>
internal abstract class Activation<TEvent>(IJournal journal, StreamId id) : Turn, IActivation, IHasCommit
    where TEvent : class
{
    // Few records have any: a list for each grain would be memory for nothing.
    private List<DueItem>? dueItems;
    public StreamId Id { get; } = id;

    public bool Touched { get; set; } = true;

    public bool Closed { get; private set; }

    public bool IsLoaded { get; private set; }

    public long Version => Stream.Version;

    protected internal GrainStream Stream { get; } = new(journal, id);

    protected IJournal Journal { get; } = journal;

    public AppendUnderWay? LastCommit => Stream.LastCommit;

    public void Close() => Closed = true;

    public bool IsIdle() => Stream.LastCommit is null;

    /// <summary>A turn begins. Brings the state up from snapshot and tail, once.</summary>
    public ValueTask LoadAsync()
    {
        Stream.AssumeNothing();
        return IsLoaded ? ValueTask.CompletedTask : ActivateAsync();
    }

    public bool RestsOnAssumption => Stream.RestsOnAssumption;

    public void LookUp(bool repeatsAreAbout) => Stream.LookUp(repeatsAreAbout);

    public ValueTask RequireCurrentAsync() => Journal.IsShared ? AskAsync() : ValueTask.CompletedTask;

    /// <summary>Evolves the state by one event; the same code for a replay and for a new event.</summary>
    protected abstract void Evolve(TEvent change, Instant recordedAt);

    /// <summary>All events of a command are applied; their record is made next.</summary>
    protected virtual void Evolved()
    {
    }

    /// <summary>Takes a snapshot over; false when its version is not known.</summary>
    protected virtual bool RestoreSnapshot(ReadOnlySpan<byte> snapshot) => false;

    /// <summary>Writes the state, or null for grains that go without snapshots.</summary>
    protected virtual byte[]? WriteSnapshot() => null;

    /// <summary>Wakes the grain again at an instant; goes with the next record.</summary>
    protected void WakeAt(Instant at, string key) => (dueItems ??= new(1)).Add(new DueItem(at, key));

    /// <summary>
    /// Applies the events and sends them on their way as one record. The state runs ahead; the reply waits for the
    /// commit.
    /// </summary>
    protected internal void Commit(in Change<TEvent> change, Instant now, GrainOptions options)
    {
        for (var i = 0; i < change.Events.Count; i++)
        {
            Evolve(change.Events[i], now);
        }

        Evolved();
        var side = change.Side.Span;
        Span<byte> sideHash = stackalloc byte[HashChain.Size];
        sideHash = side.IsEmpty ? [] : sideHash[..System.Security.Cryptography.SHA256.HashData(side, sideHash)];
        var writer = GrainStream.Writer;
        writer.Begin(Id, Stream.Version + 1, now, sideHash);
        for (var i = 0; i < change.Events.Count; i++)
        {
            var codec = EventCatalogue.For(change.Events[i]);
            writer.Event<object>(codec.Code, change.Events[i], codec.Write);
        }

        for (var i = 0; i < change.Rows.Count; i++)
        {
            writer.Row(change.Rows[i].Key, change.Rows[i].Value.Span);
        }

        var chained = writer.EndAfter(Stream.Hash);
        var snapshotIsDue = SnapshotIsDue(chained.Record.Length, options);
        var snapshot = snapshotIsDue ? WriteSnapshot() : null;
        var append = new Append
        {
            Stream = Id,
            Version = Stream.Version + 1,
            Record = chained.Record,
            Hash = chained.Hash,
            PreviousHash = chained.PreviousHash,
            Rows = change.Rows.Count == 0 ? [] : KeysOf(change.Rows),
            NewRows = Stream.TakeAssumed(),
            Snapshot = Fits(snapshot) ? snapshot : null,
            Side = change.Side,
            Due = dueItems?.ToArray() ?? [],
            Done = change.Done,
        };
        dueItems = null;
        Stream.Append(append, snapshotIsDue && snapshot is not null);
    }

    /// <summary>
    /// What is derived never stops a command: without a snapshot the next replay is longer, and it is tried again when
    /// the next one is due.
    /// </summary>
    private static bool Fits(byte[]? snapshot) => snapshot is null or { Length: <= JournalLimits.SnapshotBytesMax };

    private static RowKey[] KeysOf(IReadOnlyList<Row> rows)
    {
        var keys = new RowKey[rows.Count];
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = rows[i].Key;
        }

        return keys;
    }

    /// <summary>
    /// A snapshot costs as many bytes as the state has; written when the records since the last one outweigh it several
    /// times, it stays a small part of the journal, and a replay stays short.
    /// </summary>
    private bool SnapshotIsDue(int recordBytes, GrainOptions options)
    {
        const int recordsPerSnapshotMax = 256;
        const int weight = 4;
        var records = Stream.RecordsSinceSnapshot + 1;
        return records >= options.SnapshotEveryMin
            && (records >= recordsPerSnapshotMax
                || Stream.BytesSinceSnapshot + recordBytes >= weight * (long)SnapshotBytesEstimate);
    }

    /// <summary>Roughly how many bytes a snapshot would have.</summary>
    protected virtual int SnapshotBytesEstimate => int.MaxValue / 8;

    private async ValueTask AskAsync()
    {
        if (!await Journal.StandsAtAsync(Id, Stream.Version, Stream.Hash, CancellationToken.None))
        {
            throw new JournalConflictException($"{Id} does not stand at {Stream.Version} any more.");
        }
    }

    private async ValueTask ActivateAsync()
    {
        var tail = await Journal.ReadTailAsync(Id, CancellationToken.None);
        IReadOnlyList<StoredRecord> records = tail.Records;
        if (!tail.Snapshot.IsEmpty && !RestoreSnapshot(tail.Snapshot.Span))
        {
            records = await ReadAllAsync();
        }

        foreach (var record in records)
        {
            foreach (var recorded in record.Content.Events)
            {
                Evolve((TEvent)EventCatalogue.Read(recorded), record.Content.RecordedAt);
            }
        }

        Stream.Resume(tail);
        dueItems = null;
        IsLoaded = true;
    }

    /// <summary>The whole stream in order: for a snapshot that an older or newer program wrote.</summary>
    private async ValueTask<IReadOnlyList<StoredRecord>> ReadAllAsync()
    {
        const int pageRecords = 1_000;
        var all = new List<StoredRecord>();
        RecordPointer? from = null;
        do
        {
            var page = await Journal.ReadBackwardAsync(Id, from, pageRecords, CancellationToken.None);
            all.AddRange(page.Records);
            from = page.Next;
        }
        while (from is not null);
        all.Reverse();
        return all;
    }
}
