using NodaTime;
using Rewards.Journal.Records;

namespace Rewards.Journal.InMemory;

/// <summary>What an in-memory journal holds. Pointers count records from 1.</summary>
internal sealed class MemoryStore
{
    private readonly List<Kept> records = [];
    private readonly Dictionary<StreamId, List<Kept>> streams = [];
    private readonly Dictionary<(StreamId Stream, RowKey Row), Kept> rows = [];
    private readonly Dictionary<long, ReadOnlyMemory<byte>> sides = [];
    private readonly SortedDictionary<(Instant At, long Token), DueEntry> due = [];
    private readonly Dictionary<string, ProjectionState> projections = [];
    private long dueTokens;

    public long LastPointer => records.Count;

    /// <exception cref="JournalConflictException">
    /// It does not follow the stream's head, or takes a row for new that is set.
    /// </exception>
    public void Append(Append append)
    {
        var stream = streams.GetValueOrDefault(append.Stream) ?? [];
        var previous = stream.Count == 0 ? HashChain.Origin : stream[^1].Record.Hash;
        if (append.Version != stream.Count + 1 || !append.PreviousHash.Span.SequenceEqual(previous.Span))
        {
            throw new JournalConflictException(
                $"{append.Stream} stands at version {stream.Count}; this version {append.Version} does not follow it.");
        }

        foreach (var taken in append.NewRows.Where(row => rows.ContainsKey((append.Stream, row))))
        {
            throw new JournalRowTakenException($"The row {taken} of {append.Stream} is set already.", taken);
        }

        var pointer = new RecordPointer(records.Count + 1);
        var record = new StoredRecord(
            append.Stream, append.Version, append.Record.ToArray(), append.Hash.ToArray(), pointer);
        var kept = new Kept(record, append.Snapshot.ToArray());
        records.Add(kept);
        stream.Add(kept);
        streams[append.Stream] = stream;
        foreach (var row in append.Rows)
        {
            rows[(append.Stream, row)] = kept;
        }

        if (!append.Side.IsEmpty)
        {
            sides[pointer.Value] = append.Side.ToArray();
        }

        foreach (var item in append.Due)
        {
            var at = Microseconds.Floor(item.At);
            due.Add((at, ++dueTokens), new DueEntry(new DueToken(dueTokens), at, append.Stream, item.Key));
        }

        foreach (var done in append.Done)
        {
            CompleteDue(done);
        }
    }

    public StreamTail Tail(StreamId stream)
    {
        var all = streams.GetValueOrDefault(stream) ?? [];
        var at = all.FindLastIndex(k => k.Snapshot.Length > 0);
        var after = all.Skip(at + 1).Select(k => k.Record).ToList();
        return at < 0
            ? new StreamTail(ReadOnlyMemory<byte>.Empty, 0, HashChain.Origin, after)
            : new StreamTail(all[at].Snapshot, at + 1, all[at].Record.Hash, after);
    }

    public StoredRecord? Row(StreamId stream, RowKey row) => rows.GetValueOrDefault((stream, row))?.Record;

    public RecordPage Backward(StreamId stream, RecordPointer? from, int recordsMax)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(recordsMax, 1);
        var all = streams.GetValueOrDefault(stream) ?? [];
        var first = from is { } p ? all.FindIndex(k => k.Record.Pointer == p) : all.Count - 1;
        if (first < 0 && from is not null)
        {
            throw new ArgumentException($"There is no record of {stream} at that place.", nameof(from));
        }

        var page = all.Take(first + 1).Reverse().Take(recordsMax).Select(k => k.Record).ToList();
        var left = first + 1 - page.Count;
        return new RecordPage(page, left > 0 ? all[left - 1].Record.Pointer : null);
    }

    public ReadOnlyMemory<byte>? Side(StoredRecord record) =>
        sides.TryGetValue(record.Pointer.Value, out var side) ? side : (ReadOnlyMemory<byte>?)null;

    public void EraseSide(StoredRecord record) => sides.Remove(record.Pointer.Value);

    public IReadOnlyList<DueEntry> Due(Instant upTo, int entriesMax) =>
        [.. due.Values.TakeWhile(d => d.At <= upTo).Take(entriesMax)];

    public Instant? NextDue() => due.Count == 0 ? null : due.First().Value.At;

    public void CompleteDue(DueToken token)
    {
        foreach (var key in due.Keys.Where(k => k.Token == token.Value).ToList())
        {
            due.Remove(key);
        }
    }

    public FeedPage Feed(FeedCursor after, int recordsMax)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(recordsMax, 1);
        var page = records.Skip((int)after.Value).Take(recordsMax).Select(k => k.Record).ToList();
        return new FeedPage(page, new FeedCursor(after.Value + page.Count));
    }

    public ExportPage Export(FeedCursor after, int recordsMax)
    {
        var page = Feed(after, recordsMax);
        var exported = page.Records.Select(
            record => new ExportedRecord(record, records[(int)record.Pointer.Value - 1].Snapshot, Side(record)));
        return new ExportPage([.. exported], page.Next);
    }

    public ProjectionState? Projection(string name) => projections.GetValueOrDefault(name);

    public void SaveProjection(string name, ProjectionState state) =>
        projections[name] = state with { State = state.State.ToArray() };

    private sealed record Kept(StoredRecord Record, byte[] Snapshot);
}
