using Azure;
using Rewards.AzureTables;
using Rewards.Journal.AzureTables.Layout;
using Rewards.Journal.AzureTables.Streams;

namespace Rewards.Journal.AzureTables.Log;

/// <summary>
/// Finishes what another host left: closes its session, puts a fence before every stream that it had marked, so that
/// nothing it sent can still arrive, and tells the log of what it had committed and not told. Only marked streams are
/// looked at. Two hosts may do it at once: each step of telling is one transaction under the session's ETag.
/// </summary>
internal sealed class Recovery(Store store, LogEnd end, StreamReads reader, ReadBack readBack)
{
    /// <summary>A transaction has room for 100 entities.</summary>
    internal const int SegmentsPerWriteMax = 90;

    private const int StreamsAtOnce = 16;

    public async ValueTask TakeOverAsync(SessionRecord session, CancellationToken cancellation)
    {
        try
        {
            var closed = session.Closed ? session : await CloseAsync(session).ConfigureAwait(false);
            var segments = await store.RangeOfLogAsync(
                Keys.Segment(closed.Id, 0), Keys.Segment(closed.Id, long.MaxValue), int.MaxValue, cancellation)
                .ConfigureAwait(false);
            var left = await CollectAsync(closed, segments.SelectMany(Segment.Read), cancellation)
                .ConfigureAwait(false);
            foreach (var change in left.Tellable.SelectMany(commit => commit.Due))
            {
                await store.WriteIdempotentAsync(store.Log, change.Operation()).ConfigureAwait(false);
            }

            await FinishAsync(closed, segments, left, cancellation).ConfigureAwait(false);
        }
        catch (TableRequestException e) when (e.IsConflict || e.IsUnknownOutcome)
        {
            // The host lives after all, another host is faster, or no reply: the next round looks again.
        }
    }

    private async ValueTask<SessionRecord> CloseAsync(SessionRecord session)
    {
        var closed = session with { Closed = true };
        var tags = await store.TransactLogAsync([closed.Operation()]).ConfigureAwait(false);
        return closed with { ETag = tags[0] };
    }

    private async ValueTask<Left> CollectAsync(
        SessionRecord session, IEnumerable<(StreamId Stream, long Version)> marks, CancellationToken cancellation)
    {
        var streams = marks.GroupBy(mark => mark.Stream).Select(g => (g.Key, g.Min(mark => mark.Version))).ToList();
        var left = new Left();
        await Parallel.ForEachAsync(
            streams,
            new ParallelOptions { MaxDegreeOfParallelism = StreamsAtOnce, CancellationToken = cancellation },
            async (mark, c) => left.Add(await CollectAsync(session, mark.Key, mark.Item2, c).ConfigureAwait(false)))
            .ConfigureAwait(false);
        return left;
    }

    private async ValueTask<Left> CollectAsync(
        SessionRecord session, StreamId stream, long markedAt, CancellationToken cancellation)
    {
        var partition = Keys.Partition(stream);
        var head = await FenceAsync(partition, cancellation).ConfigureAwait(false);
        var left = new Left();
        if (head.Version <= markedAt || (head.Last.Session == session.Id && session.HasNoticed(head.Last)))
        {
            return left;
        }

        await foreach (var commit in reader.BackwardAsync(stream, partition, head.Version, 1, cancellation)
            .ConfigureAwait(false))
        {
            var isOurs = commit.Ticket.Session == session.Id;
            if (isOurs && session.HasNoticed(commit.Ticket))
            {
                break;
            }

            if (isOurs)
            {
                left.Tellable.Insert(0, commit);
            }
            else if (!await IsNoticedAsync(commit.Ticket, cancellation).ConfigureAwait(false))
            {
                left.Block();
            }

            if (!isOurs && commit.First <= markedAt)
            {
                break;
            }
        }

        return left;
    }

    /// <summary>A session that is gone has told everything.</summary>
    private async ValueTask<bool> IsNoticedAsync(Ticket ticket, CancellationToken cancellation)
    {
        var entity = await store.FindInLogAsync(Keys.Session(ticket.Session), cancellation).ConfigureAwait(false);
        return entity is null || SessionRecord.Of(entity).HasNoticed(ticket);
    }

    /// <summary>Nothing sent under an earlier ETag succeeds from here on; the head as it stands then.</summary>
    private async ValueTask<StreamHead> FenceAsync(string partition, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var head = await reader.HeadAsync(partition, cancellation).ConfigureAwait(false);
            try
            {
                await readBack.FenceAsync(partition, head).ConfigureAwait(false);
                return head;
            }
            catch (TableRequestException e) when (
                (e.IsConflict || e.IsUnknownOutcome) && attempt < store.Options.AttemptsMax)
            {
                await store.PauseAsync(attempt).ConfigureAwait(false);
            }
        }
    }

    /// <summary>
    /// Tells of what is left, in as many writes as it takes, and takes the session away with the last. When some of its
    /// records follow others that a third session has not told of yet, it stays with those alone until the next round.
    /// </summary>
    private async ValueTask FinishAsync(
        SessionRecord session, List<TableEntity> segments, Left left, CancellationToken cancellation)
    {
        var tellable = new Queue<Commit>(left.Tellable);
        while (true)
        {
            var notices = OneEntityOf(tellable);
            var open = tellable.Concat(left.Blocked).Select(commit => commit.Ticket.Number).ToList();

            // Until everything is told of, another recovery has to look at these streams.
            var deleted = open.Count > 0 ? [] : segments.Take(SegmentsPerWriteMax).ToList();
            var isLast = open.Count == 0 && deleted.Count == segments.Count;
            var says = session with { Next = long.MaxValue, Open = open };
            var tag = await WriteAsync(
                [
                    isLast ? TableOperation.Delete(Keys.Log, Keys.Session(session.Id), session.ETag) : says.Operation(),
                    .. deleted.Select(segment => TableOperation.Delete(Keys.Log, segment.RowKey)),
                ],
                notices,
                cancellation).ConfigureAwait(false);
            if (isLast || (tellable.Count == 0 && left.Blocked.Count > 0))
            {
                return;
            }

            session = says with { ETag = tag };
            segments.RemoveRange(0, deleted.Count);
        }
    }

    /// <summary>Takes as many as the notices of one entity can be.</summary>
    private static List<Notice> OneEntityOf(Queue<Commit> tellable)
    {
        var notices = new List<Notice>();
        var bytes = 0;
        while (tellable.TryPeek(out var commit))
        {
            var notice = new Notice(commit.Records[0].Stream, commit.First, commit.Records.Count);
            if ((bytes += notice.BytesMax) > Notice.BytesPerEntityMax)
            {
                break;
            }

            notices.Add(notice);
            tellable.Dequeue();
        }

        return notices;
    }

    /// <summary>With the notices behind the end of the log, wherever that is; the new ETag of the session.</summary>
    private async ValueTask<ETag> WriteAsync(
        IReadOnlyList<TableOperation> operations, List<Notice> notices, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var sequence = end.Next;
            try
            {
                var tags = await store.TransactLogAsync(
                    notices.Count == 0 ? operations : [.. operations, FlushPlan.NoticeOperation(notices, sequence)])
                    .ConfigureAwait(false);
                if (notices.Count > 0)
                {
                    end.MoveTo(sequence + 1);
                }

                return tags[0];
            }
            catch (TableRequestException e) when (e.IsConflict && attempt < store.Options.AttemptsMax)
            {
                if (!await end.LookAsync(cancellation).ConfigureAwait(false))
                {
                    throw;
                }
            }
        }
    }

    /// <summary>What was committed and not told, per stream in order of version.</summary>
    private sealed class Left
    {
        public List<Commit> Tellable { get; } = [];

        /// <summary>Behind a record of a third session that is not told of yet.</summary>
        public List<Commit> Blocked { get; } = [];

        public void Block()
        {
            Blocked.AddRange(Tellable);
            Tellable.Clear();
        }

        public void Add(Left stream)
        {
            lock (Tellable)
            {
                Tellable.AddRange(stream.Tellable);
                Blocked.AddRange(stream.Blocked);
            }
        }
    }
}
