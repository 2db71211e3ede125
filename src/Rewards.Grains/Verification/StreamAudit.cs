using Rewards.Domain;
using Rewards.Journal;
using Rewards.Journal.Events;
using Rewards.Journal.Records;

namespace Rewards.Grains.Verification;

/// <summary>
/// Replays one stream and complains about what does not hold. After a break (a missing version, a broken chain, bytes
/// that are no events) nothing of what follows can be relied on, so that only the first break is told.
/// </summary>
internal abstract class StreamAudit(StreamId stream)
{
    /// <summary>More of one stream would only repeat the first ones.</summary>
    private const int FindingsMax = 8;

    private readonly byte[] hash = HashChain.Origin.ToArray();
    private List<Finding>? findings;

    public StreamId Stream { get; } = stream;

    public long Version { get; private set; }

    public ReadOnlySpan<byte> Hash => hash;

    /// <summary>Where the record taken last lies.</summary>
    public RecordPointer Last { get; private set; }

    /// <summary>Whether each record was said to lead back to the one before it, and did.</summary>
    public bool LeadsBack { get; private set; } = true;

    /// <summary>Whether the replay stopped at a break.</summary>
    public bool IsBroken { get; private set; }

    public IReadOnlyList<Finding> Findings => findings ?? [];

    /// <summary>Things held in memory.</summary>
    public virtual int Held => 1;

    public AuditCounts Counts;

    /// <summary>Takes the next record; null when it came before or the stream is broken.</summary>
    public JournalRecord? Take(in InspectedRecord inspected)
    {
        var record = inspected.Record;
        if (IsBroken || record.Version <= Version)
        {
            return null;
        }

        if (record.Version != Version + 1)
        {
            Break(Version + 1, $"it is missing: version {record.Version} comes after version {Version}.");
            return null;
        }

        if (!HashChain.Follows(hash, record.Bytes.Span, record.Hash.Span))
        {
            Break(record.Version, "the hash chain breaks: the record was changed after it was written.");
            return null;
        }

        try
        {
            FollowBack(inspected);
            return Replay(record, inspected.Snapshot.Span);
        }
        catch (Exception e) when (e is JournalCorruptException or InvalidCastException or DomainException)
        {
            Break(record.Version, $"it cannot be replayed: {e.Message}");
            return null;
        }
    }

    /// <summary>Complains once the stream is at its end.</summary>
    public virtual void End()
    {
    }

    /// <summary>What the stream must be woken for.</summary>
    public virtual void ExpectDue(DueCheck due)
    {
    }

    /// <summary>Complaints about a snapshot that belongs after the record taken last, and false if it is unknown.
    /// </summary>
    public virtual bool CheckSnapshot(ReadOnlySpan<byte> snapshot)
    {
        Complain("it carries a snapshot, and this kind of stream has none.");
        return true;
    }

    /// <summary>
    /// Complaints about the state to which the records after the latest snapshot come, against that of all records.
    /// </summary>
    public virtual void CheckResumed()
    {
    }

    /// <summary>The same with the tail as the journal reads it.</summary>
    public virtual void CheckTail(StreamTail tail)
    {
    }

    public void Complain(string what) => Complain(Version, what);

    public void Complain(long version, string what)
    {
        findings ??= [];
        if (findings.Count < FindingsMax)
        {
            findings.Add(new Finding(Stream, version, what));
        }
    }

    protected abstract void Apply(JournalRecord record, IReadOnlyList<object> events);

    private JournalRecord Replay(StoredRecord stored, ReadOnlySpan<byte> snapshot)
    {
        var record = RecordReader.Read(stored.Bytes);
        var events = new object[record.Events.Count];
        for (var i = 0; i < events.Length; i++)
        {
            events[i] = EventCatalogue.Read(record.Events[i]);
        }

        Version = stored.Version;
        stored.Hash.CopyTo(hash);
        Apply(record, events);
        Counts.Events += events.Length;
        Counts.Rows += record.Rows.Count;
        Counts.Records++;
        if (!snapshot.IsEmpty && CheckSnapshot(snapshot))
        {
            Counts.Snapshots++;
        }

        return record;
    }

    /// <summary>Readers go from the end of a stream backward.</summary>
    private void FollowBack(in InspectedRecord inspected)
    {
        if (inspected.Previous is { } previous && previous != Last)
        {
            Complain(inspected.Record.Version, "it does not lead back to the record before it.");
        }

        LeadsBack &= inspected.Previous == Last;
        Last = inspected.Record.Pointer;
    }

    private void Break(long version, string what)
    {
        IsBroken = true;
        Complain(version, what);
    }
}

/// <summary>What one stream held.</summary>
internal struct AuditCounts
{
    public long Records;
    public long Events;
    public long Postings;
    public long Rows;
    public long Sides;
    public long Snapshots;

    public void Add(in AuditCounts other)
    {
        Records += other.Records;
        Events += other.Events;
        Postings += other.Postings;
        Rows += other.Rows;
        Sides += other.Sides;
        Snapshots += other.Snapshots;
    }
}
