using System.Security.Cryptography;
using Azure;
using Rewards.AzureTables;
using Rewards.Journal.AzureTables.Layout;

namespace Rewards.Journal.AzureTables.Log;

/// <summary>
/// This host's session as it is in memory: tickets given out, streams marked, transactions to be told of. A session
/// ends
/// when another host has closed it; then everything that belonged to it is that host's, and a new one begins.
/// </summary>
internal sealed class SessionBook(int markedStreamsMax)
{
    /// <summary>
    /// Most markers in one write: one entity holds them and as many that go on, see <see cref="Marks"/>.
    /// </summary>
    internal const int MarkersPerFlushMax = Marks.PerSegmentMax / 2;

    /// <summary>
    /// Most notices in one write, and what goes with them: one entity holds the notices, 100 are a transaction.
    /// </summary>
    private const int NoticesPerFlushMax = 2_000;

    private const int DuePerFlushMax = 40;

    /// <summary>
    /// Most transactions that the log does not tell of yet; the session's entity lists them in 64 KiB.
    /// </summary>
    private const int OpenMax = 10_000;

    private readonly Lock turn = new();
    private readonly Marks marks = new(markedStreamsMax);
    private readonly Dictionary<string, Wanted> wanted = new(StringComparer.Ordinal);
    private readonly SortedDictionary<long, string> open = [];
    private readonly List<Unnoticed> unnoticed = [];
    private SessionRecord record = Fresh();
    private long next = 1;
    private long started;
    private long confirmed;

    public string Id => record.Id;

    /// <summary>Streams are marked: if this host died, somebody would have to look at them.</summary>
    public bool IsAtStake
    {
        get
        {
            lock (turn)
            {
                return marks.Count > 0;
            }
        }
    }

    public bool HasUnnoticed
    {
        get
        {
            lock (turn)
            {
                return unnoticed.Count > 0;
            }
        }
    }

    public bool HasWanted
    {
        get
        {
            lock (turn)
            {
                return wanted.Count > 0;
            }
        }
    }

    /// <summary>The moment, counted in writes to the log; see <see cref="TryBegin"/>.</summary>
    public long Moment
    {
        get
        {
            lock (turn)
            {
                return started;
            }
        }
    }

    /// <summary>
    /// A ticket, if the stream is marked; otherwise the marker to wait for. A head that was read may have been fenced
    /// before by somebody who had closed this session: the session must have been seen open since, which a write to the
    /// log proves. From then on a fence would come after the read, and would be met.
    /// </summary>
    /// <exception cref="JournalBusyException">Too much is not told of yet.</exception>
    public (Ticket Ticket, Task? Marker) TryBegin(StreamId stream, string partition, long version, long readAt)
    {
        lock (turn)
        {
            if (open.Count >= OpenMax)
            {
                throw new JournalBusyException($"{open.Count} transactions wait to be told of by the log.");
            }

            if (wanted.TryGetValue(partition, out var marker))
            {
                return (Ticket.None, marker.Task);
            }

            if (confirmed > readAt && marks.Find(partition) is { IsWritten: true } mark)
            {
                mark.InUse++;
                open.Add(next, partition);
                return (new Ticket(record.Id, next++), null);
            }

            wanted[partition] = marker = new Wanted(new Mark(stream, version));
            return (Ticket.None, marker.Task);
        }
    }

    public void Commit(Unnoticed done)
    {
        lock (turn)
        {
            if (done.Ticket.Session == record.Id)
            {
                unnoticed.Add(done);
            }
        }
    }

    /// <summary>The transaction came to nothing, for certain.</summary>
    public void Abandon(Ticket ticket)
    {
        lock (turn)
        {
            if (ticket.Session == record.Id)
            {
                Settle(ticket.Number);
            }
        }
    }

    /// <summary>Sessions of others whose notices have to come before some of ours.</summary>
    public IReadOnlyList<string> Awaited()
    {
        lock (turn)
        {
            return unnoticed.Select(done => done.Predecessor.Session)
                .Where(session => session.Length > 0 && session != record.Id).Distinct().ToList();
        }
    }

    /// <summary>What the next write to the log says. Ends with success or with the end of the session.</summary>
    public FlushPlan Plan(Func<Ticket, bool> isNoticed)
    {
        lock (turn)
        {
            var ready = Ready(isNoticed);
            var told = ready.Select(done => done.Ticket.Number).ToHashSet();
            var says = record with
            {
                Flush = record.Flush + 1,
                Next = next,
                Open = open.Keys.Where(ticket => !told.Contains(ticket)).ToList(),
            };
            var plan = new FlushPlan(++started, says, ready);
            plan.Markers.AddRange(wanted.Values.Take(MarkersPerFlushMax));
            var added = plan.Markers.Select(marker => marker.Mark)
                .Where(mark => marks.Find(Keys.Partition(mark.Stream)) is null).ToList();
            if (added.Count > 0)
            {
                plan.Mark(marks.Add(added));
            }

            return plan;
        }
    }

    public void Written(FlushPlan plan, ETag etag)
    {
        lock (turn)
        {
            record = plan.Says with { ETag = etag };
            confirmed = plan.Number;
            var told = plan.Ready.ToHashSet();
            unnoticed.RemoveAll(told.Contains);
            plan.Ready.ForEach(done => Settle(done.Ticket.Number));
            foreach (var marker in plan.Markers)
            {
                if (marks.Find(Keys.Partition(marker.Mark.Stream)) is { } mark)
                {
                    mark.IsWritten = true;
                }

                // One that was refused meanwhile may be wanted anew.
                ((ICollection<KeyValuePair<string, Wanted>>)wanted).Remove(
                    KeyValuePair.Create(Keys.Partition(marker.Mark.Stream), marker));
            }
        }

        plan.Markers.ForEach(marker => marker.TrySetResult());
    }

    /// <summary>
    /// Another host has closed the session, and tells of everything committed under it. Who waits for a marker gets one
    /// of the next session.
    /// </summary>
    public void End()
    {
        lock (turn)
        {
            record = Fresh();
            next = 1;
            marks.Clear();
            open.Clear();
            unnoticed.Clear();
        }
    }

    /// <summary>The log does not answer: who waits for a marker has written nothing.</summary>
    public void Refuse(Exception reason)
    {
        List<Wanted> refused;
        lock (turn)
        {
            refused = [.. wanted.Values];
            wanted.Clear();
        }

        refused.ForEach(marker => marker.TrySetException(reason));
    }

    /// <summary>
    /// What an orderly end removes; null when the session was never written, when the fate of a transaction is not
    /// known, or when it is more than a transaction holds: then another host finishes it.
    /// </summary>
    public IReadOnlyList<TableOperation>? Removal()
    {
        lock (turn)
        {
            return record.ETag == default || open.Count > 0 || marks.Segments > Recovery.SegmentsPerWriteMax
                ? null
                : [
                    TableOperation.Delete(Keys.Log, Keys.Session(record.Id), record.ETag),
                    .. marks.AllSegments.Select(number =>
                        TableOperation.Delete(Keys.Log, Keys.Segment(record.Id, number))),
                ];
        }
    }

    private static SessionRecord Fresh() =>
        new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)), 0, 1, [], false, default);

    /// <summary>In order; a stream whose earlier record has to wait waits as a whole.</summary>
    private List<Unnoticed> Ready(Func<Ticket, bool> isNoticed)
    {
        var ready = new List<Unnoticed>();
        var waiting = new HashSet<StreamId>();
        var told = new HashSet<long>();
        var due = 0;
        var bytes = 0;
        foreach (var done in unnoticed.OrderBy(one => one.Ticket.Number))
        {
            if (ready.Count == NoticesPerFlushMax
                || (due += done.Due.Count) > DuePerFlushMax
                || (bytes += done.Notice.BytesMax) > Notice.BytesPerEntityMax)
            {
                break;
            }

            // One of our own whose reply was lost, and which is being looked for, holds up what follows it too.
            var isFree = done.Predecessor.Session.Length == 0
                || (done.Predecessor.Session == record.Id
                    ? !open.ContainsKey(done.Predecessor.Number) || told.Contains(done.Predecessor.Number)
                    : isNoticed(done.Predecessor));
            if (isFree && !waiting.Contains(done.Notice.Stream))
            {
                told.Add(done.Ticket.Number);
                ready.Add(done);
            }
            else
            {
                waiting.Add(done.Notice.Stream);
            }
        }

        return ready;
    }

    private void Settle(long ticket)
    {
        if (open.Remove(ticket, out var partition) && marks.Find(partition) is { } mark)
        {
            mark.InUse--;
        }
    }

    internal sealed class Wanted(Mark mark) : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public Mark Mark => mark;
    }
}
