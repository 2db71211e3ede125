using System.Runtime.InteropServices;
using System.Threading.Channels;
using NodaTime;
using Rewards.Journal;

namespace Rewards.Grains.Verification;

/// <summary>
/// Replays its share of the streams. When it would hold too much, it lets the upper half of its share go; those streams
/// have their turn in the next walk over the journal.
/// </summary>
internal sealed class AuditWorker
{
    private const ulong PlacesMax = 1UL << 32;

    /// <summary>16 MB: enough that several keys lie in most chunks of an index of tens of millions.</summary>
    private const int ExpectationsMax = 512 * 1024;

    private readonly IIndexCheck? index;
    private readonly RecordLookups lookups;
    private readonly IJournal journal;
    private readonly DueCheck due;
    private readonly Findings findings;
    private readonly int heldMax;
    private readonly int expectationsMax;
    private readonly Tally tally;
    private readonly Dictionary<StreamId, StreamAudit> audits = [];
    private ulong first;
    private ulong end = PlacesMax;
    private long held;

    public AuditWorker(
        IJournal journal, IJournalInspection inspection, DueCheck due, Findings findings, int heldMax, Tally tally)
    {
        this.journal = journal;
        this.due = due;
        this.findings = findings;
        this.heldMax = heldMax;
        this.tally = tally;
        expectationsMax = Math.Min(ExpectationsMax, heldMax);
        index = inspection.BeginIndexCheck();
        lookups = new RecordLookups(journal, inspection, index);
    }

    /// <summary>Whether every stream of its share had its turn.</summary>
    public bool IsDone => first == PlacesMax;

    /// <summary>A worker and a place within its share, by the stream's hash.</summary>
    public static (int Worker, uint Place) PlaceOf(StreamId stream, int workers)
    {
        var mixed = (uint)stream.GetHashCode() * 0x9E3779B97F4A7C15UL;
        return ((int)((mixed >> 32) % (uint)workers), (uint)mixed * 0x85EBCA6B);
    }

    /// <summary>One walk: takes records until there are no more, then looks at the ends of the streams.</summary>
    public async Task WalkAsync(ChannelReader<List<(InspectedRecord Record, uint Place)>> pages,
        CancellationToken cancellation)
    {
        await foreach (var page in pages.ReadAllAsync(cancellation))
        {
            foreach (var (record, place) in page)
            {
                if (place >= first && place < end)
                {
                    await TakeAsync(record, cancellation);
                }
            }

            while (held > heldMax && end - first > 1)
            {
                LetGo();
            }

            if (index?.Count >= expectationsMax)
            {
                await CompareAsync(cancellation);
            }
        }

        await EndAsync(cancellation);

        audits.Clear();
        held = 0;
        (first, end) = (end, PlacesMax);
    }

    private static StreamAudit Begin(StreamId stream) => stream.Kind switch
    {
        StreamKind.Member => new MemberAudit(stream),
        StreamKind.Community => new CommunityAudit(stream),
        StreamKind.Budgets => new BudgetAudit(stream),
        _ => new RegistryAudit(stream),
    };

    private async ValueTask TakeAsync(InspectedRecord inspected, CancellationToken cancellation)
    {
        ref var audit = ref CollectionsMarshal.GetValueRefOrAddDefault(audits, inspected.Record.Stream, out var known);
        held -= known ? audit!.Held : 0;
        var mine = audit ??= Begin(inspected.Record.Stream);
        var record = mine.Take(inspected);
        held += mine.Held;
        if (record is not null)
        {
            tally.Saw(record.RecordedAt);
            await lookups.CheckAsync(mine, inspected.Record, record, cancellation);
        }
    }

    private void LetGo()
    {
        end = first + ((end - first) / 2);
        foreach (var (stream, audit) in audits.Where(entry => PlaceOf(entry.Key, 1).Place >= end).ToList())
        {
            held -= audit.Held;
            audits.Remove(stream);
        }
    }

    /// <summary>
    /// Records for which the index is not as expected are looked at one by one. Streams that were let go have their
    /// turn in the next walk.
    /// </summary>
    private async ValueTask<HashSet<RecordPointer>> CompareAsync(CancellationToken cancellation)
    {
        var suspicious = new HashSet<RecordPointer>();
        foreach (var stored in index?.Compare(cancellation) ?? [])
        {
            suspicious.Add(stored.Pointer);
            if (audits.TryGetValue(stored.Stream, out var audit))
            {
                await lookups.CheckRowsAsync(audit, stored, cancellation);
            }
        }

        return suspicious;
    }

    private async ValueTask EndAsync(CancellationToken cancellation)
    {
        await CompareAsync(cancellation);
        foreach (var audit in audits.Values)
        {
            if (!audit.IsBroken && audit.LeadsBack)
            {
                index?.Expect(audit.Stream, audit.Last);
            }
        }

        var suspicious = await CompareAsync(cancellation);
        foreach (var audit in audits.Values)
        {
            await EndAsync(audit, suspicious.Contains(audit.Last), cancellation);
        }
    }

    private async ValueTask EndAsync(StreamAudit audit, bool isSuspicious, CancellationToken cancellation)
    {
        if (!audit.IsBroken)
        {
            audit.End();
            audit.ExpectDue(due);
            if (index is null || isSuspicious || !audit.LeadsBack)
            {
                await CheckTailAsync(audit, cancellation);
            }
            else
            {
                // The index leads to the last record, each record to the one before: a reader gets what was replayed.
                audit.CheckResumed();
            }
        }

        foreach (var finding in audit.Findings)
        {
            findings.Add(finding);
        }

        tally.Add(audit);
    }

    /// <summary>What a grain would come alive from.</summary>
    private async ValueTask CheckTailAsync(StreamAudit audit, CancellationToken cancellation)
    {
        try
        {
            var tail = await journal.ReadTailAsync(audit.Stream, cancellation);
            if (tail.Version != audit.Version)
            {
                audit.Complain($"the stream ends here, and a grain would come alive at version {tail.Version}.");
            }
            else if (!tail.Hash.Span.SequenceEqual(audit.Hash))
            {
                audit.Complain("a grain would come alive with another hash than that of the record.");
            }
            else
            {
                audit.CheckTail(tail);
            }
        }
        catch (Exception e) when (e is JournalCorruptException or InvalidCastException)
        {
            audit.Complain($"a grain cannot come alive: {e.Message}");
        }
    }
}
