using Azure;
using Rewards.AzureTables;
using Rewards.Journal.AzureTables.Layout;
using Rewards.Journal.AzureTables.Log;

namespace Rewards.Journal.AzureTables.Streams;

/// <summary>
/// Appends to one stream, in the order of the calls, one transaction at a time; what waits meanwhile shares the next.
/// The head's ETag fences each. A transaction without a reply is looked for in what the stream holds, and sent again
/// only under the same fence, so that it can happen once at most.
/// </summary>
internal sealed class StreamWriter(StreamId stream, StreamParts parts)
{
    /// <summary>
    /// A host that asked for its turn reads the stream, looks rows up and appends: so many requests after its fence.
    /// </summary>
    private const int RequestsOfATurn = 6;

    private static readonly TimeSpan TurnMin = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan TurnMax = TimeSpan.FromSeconds(1);

    private readonly string partition = Keys.Partition(stream);
    private readonly LinkedList<Waiting> queue = new();
    private KnownHead? known;
    private bool running;
    private volatile int overtaken;

    private Store Store => parts.Store;

    /// <summary>Nothing waits and nothing is under way.</summary>
    public bool IsIdle
    {
        get
        {
            lock (queue)
            {
                return !running;
            }
        }
    }

    /// <summary>
    /// How often in a row another host was faster. One that only appends always is, against one that has to read first.
    /// </summary>
    public int Overtaken => overtaken;

    /// <summary>What a read of the stream found; an append that follows it needs not read again.</summary>
    public void Learn(KnownHead head)
    {
        lock (queue)
        {
            if (!running)
            {
                known = head;
            }
        }
    }

    public Task AppendAsync(Append append)
    {
        var waiting = new Waiting(append);
        lock (queue)
        {
            queue.AddLast(waiting);
            if (!running)
            {
                running = true;
                _ = Task.Run(RunAsync);
            }
        }

        return waiting.Task;
    }

    private async Task RunAsync()
    {
        while (First() is { } first)
        {
            var taken = new List<Waiting>();
            try
            {
                await WriteAsync(first, taken).ConfigureAwait(false);
                overtaken = 0;
                taken.ForEach(waiting => waiting.SetResult());
            }
            catch (Exception e)
            {
                if (e is JournalConflictException and not JournalRowTakenException)
                {
                    overtaken++;
                }

                Fail(taken, e);
            }
        }
    }

    /// <summary>Who waits longest; null, and the writer rests, when nobody does.</summary>
    private Append? First()
    {
        lock (queue)
        {
            running = queue.Count > 0;
            return queue.First?.Value.Append;
        }
    }

    /// <summary>As many as follow each other and fit.</summary>
    private void Take(Writing writing, List<Waiting> taken)
    {
        lock (queue)
        {
            while (queue.First is { } next && writing.Batch.TryAdd(next.Value.Append, writing.Head.SnapshotVersion))
            {
                taken.Add(next.Value);
                queue.RemoveFirst();
            }
        }
    }

    /// <summary>
    /// What waits behind an append that failed was meant to follow it and fails too. What came before one whose row is
    /// taken is good, and is written anew.
    /// </summary>
    private void Fail(List<Waiting> taken, Exception e)
    {
        var failed = taken;
        lock (queue)
        {
            if (taken.Count == 0 && queue.First is { } first)
            {
                taken.Add(first.Value);
                queue.RemoveFirst();
            }

            if (e is JournalRowTakenException { Row: var row })
            {
                var good = taken.FindIndex(waiting => waiting.Append.NewRows.Contains(row));
                failed = taken[good..];
                for (var i = good - 1; i >= 0; i--)
                {
                    queue.AddFirst(taken[i]);
                }
            }
            else
            {
                known = null;
            }

            var last = failed[^1].Append;
            for (var node = queue.First; node is not null;)
            {
                var (waiting, next) = (node.Value, node.Next);
                if (e is not JournalConflictException || waiting.Append.PreviousHash.Span.SequenceEqual(last.Hash.Span))
                {
                    last = waiting.Append;
                    failed.Add(waiting);
                    queue.Remove(node);
                }

                node = next;
            }
        }

        failed.ForEach(waiting => waiting.SetException(e));
    }

    /// <exception cref="JournalConflictException">The stream stands elsewhere.</exception>
    /// <exception cref="JournalRowTakenException">A row that is to be new is there.</exception>
    /// <exception cref="JournalUnavailableException">The store refused; nothing was written.</exception>
    /// <exception cref="JournalOutcomeUnknownException">No reply, and reading back gave none either.</exception>
    private async Task WriteAsync(Append first, List<Waiting> taken)
    {
        var batch = new Batch();
        for (var attempt = 1; attempt <= Store.Options.AttemptsMax; attempt++)
        {
            var head = await StandAsync(first).ConfigureAwait(false);
            var ticket = await parts.Log.BeginAsync(stream, partition, head).ConfigureAwait(false);
            var writing = new Writing(stream, partition, ticket, head.Head, batch);
            if (await WriteUnderAsync(writing, taken).ConfigureAwait(false))
            {
                return;
            }
        }

        throw new JournalUnavailableException($"{stream} is fenced again and again; nothing was written.");
    }

    /// <summary>The head that the batch follows, read anew if what is remembered does not fit.</summary>
    private async ValueTask<KnownHead> StandAsync(Append first)
    {
        // A stream without a head: an insert meets whatever is there.
        var head = known ?? (first.Version == 1 ? new KnownHead(StreamHead.Nothing, KnownHead.Written) : null);
        if (head?.Head.IsFollowedBy(first) != true)
        {
            try
            {
                head = parts.Log.Read(
                    await parts.Reader.HeadAsync(partition, CancellationToken.None).ConfigureAwait(false));
            }
            catch (TableRequestException e)
            {
                throw new JournalUnavailableException(
                    $"The shared store does not answer; version {first.Version} of {stream} was not written.", e);
            }
        }

        return head!.Head.IsFollowedBy(first) ? head : throw Conflict(head.Head, first);
    }

    /// <summary>False when a fence was put up under way: the batch still follows and has to be written anew.</summary>
    private async Task<bool> WriteUnderAsync(Writing writing, List<Waiting> taken)
    {
        List<TableOperation>? operations = null;
        List<TableOperation> Load()
        {
            Take(writing, taken);
            return writing.Batch.Operations(partition, writing.Head, writing.Ticket);
        }

        for (var attempt = 1; ; attempt++)
        {
            TableRequestException failure;
            var began = Store.Time.GetTimestamp();
            try
            {
                var tags = await Store.TransactAsync(() => operations ??= Load()).ConfigureAwait(false);
                var after = writing.Batch.HeadAfter(writing.Head, writing.Ticket) with { ETag = tags[0] };
                Done(writing, after.Exists ? new KnownHead(after, KnownHead.Written) : null);
                return true;
            }
            catch (TableRequestException e)
            {
                failure = e;
            }

            var took = Store.Time.GetElapsedTime(began);
            var isRefused = !failure.IsConflict && !failure.IsUnknownOutcome;
            if (attempt == 1 && (isRefused || failure.ErrorCode == "TableNotFound"))
            {
                parts.Log.Abandon(writing.Ticket);
                throw new JournalUnavailableException($"The shared store refused: {failure.Message}", failure);
            }

            switch (await LookAsync(writing).ConfigureAwait(false))
            {
                case Fate.Written:
                    return true;
                case Fate.Fenced:
                    // Most likely by a host that asks for its turn; it has to be given the time for it.
                    var turn = TimeSpan.FromTicks(took.Ticks * RequestsOfATurn);
                    await Task.Delay(turn < TurnMin ? TurnMin : turn > TurnMax ? TurnMax : turn, Store.Time)
                        .ConfigureAwait(false);
                    return false;
                case Fate.NotYet when writing.Batch.NewRowOf(operations, failure) is { } row:
                    // The head stands where it stood, so that nothing of this is there, and somebody else's row is.
                    parts.Log.Abandon(writing.Ticket);
                    throw new JournalRowTakenException($"The row {row} of {stream} is set already.", row);
            }

            if (attempt >= Store.Options.AttemptsMax)
            {
                parts.ReadBack.FollowUp(writing, Tell);
                throw new JournalOutcomeUnknownException(
                    $"Whether version {writing.Batch.First.Version} of {stream} was written is not known yet.",
                    failure);
            }

            await Store.PauseAsync(attempt).ConfigureAwait(false);
        }
    }

    /// <summary>Null when nothing could be read.</summary>
    /// <exception cref="JournalConflictException">Another append took its place.</exception>
    private async ValueTask<Fate?> LookAsync(Writing writing)
    {
        Fate fate;
        StreamHead head;
        try
        {
            (fate, head) = await parts.ReadBack.LookAsync(writing).ConfigureAwait(false);
        }
        catch (TableRequestException)
        {
            return null;
        }

        switch (fate)
        {
            case Fate.Written:
                Done(writing, parts.Log.Read(head));
                break;
            case Fate.Fenced:
                parts.Log.Abandon(writing.Ticket);
                known = parts.Log.Read(head);
                break;
            case Fate.Overtaken:
                parts.Log.Abandon(writing.Ticket);
                throw Conflict(head, writing.Batch.First);
        }

        return fate;
    }

    private void Done(Writing writing, KnownHead? head)
    {
        known = head;
        Tell(writing);
    }

    private void Tell(Writing writing)
    {
        var appends = writing.Batch.Appends;
        parts.Recent.Add(stream, appends.Select(append => new StoredRecord(
            stream, append.Version, append.Record, append.Hash, Pointers.Of(partition, append.Version))).ToArray());
        Store.Traffic.Committed(appends.Count);
        parts.Log.Commit(new Unnoticed(
            writing.Ticket,
            writing.Head.Last,
            new Notice(stream, writing.Batch.First.Version, appends.Count),
            writing.Batch.DueChanges(partition)));
    }

    private JournalConflictException Conflict(StreamHead head, Append append) => new(
        $"{stream} stands at version {head.Version}; this version {append.Version} does not follow it.");
}
