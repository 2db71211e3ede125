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
    private readonly string partition = Keys.Partition(stream);
    private readonly Queue<Waiting> queue = new();
    private KnownHead? known;
    private bool running;

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
            queue.Enqueue(waiting);
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
        while (Take() is var (batch, taken) && taken.Count > 0)
        {
            try
            {
                await WriteAsync(batch).ConfigureAwait(false);
                taken.ForEach(waiting => waiting.SetResult());
            }
            catch (Exception e)
            {
                known = null;
                if (e is not JournalConflictException)
                {
                    // What waits behind was meant to follow a record that may not be there.
                    taken.AddRange(TakeAll());
                }

                taken.ForEach(waiting => waiting.SetException(e));
            }
        }
    }

    private (Batch Batch, List<Waiting> Taken) Take()
    {
        var batch = new Batch();
        var taken = new List<Waiting>();
        lock (queue)
        {
            while (queue.TryPeek(out var next) && batch.TryAdd(next.Append))
            {
                taken.Add(queue.Dequeue());
            }

            running = taken.Count > 0;
        }

        return (batch, taken);
    }

    private List<Waiting> TakeAll()
    {
        lock (queue)
        {
            var all = queue.ToList();
            queue.Clear();
            return all;
        }
    }

    /// <exception cref="JournalConflictException">The stream stands elsewhere.</exception>
    /// <exception cref="JournalUnavailableException">The store refused; nothing was written.</exception>
    /// <exception cref="JournalOutcomeUnknownException">No reply, and reading back gave none either.</exception>
    private async Task WriteAsync(Batch batch)
    {
        for (var attempt = 1; attempt <= Store.Options.AttemptsMax; attempt++)
        {
            var head = await StandAsync(batch.First).ConfigureAwait(false);
            var ticket = await parts.Log.BeginAsync(stream, partition, head).ConfigureAwait(false);
            if (await WriteUnderAsync(new Writing(stream, partition, ticket, head.Head, batch)).ConfigureAwait(false))
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
    private async Task<bool> WriteUnderAsync(Writing writing)
    {
        var operations = writing.Batch.Operations(partition, writing.Head, writing.Ticket);
        for (var attempt = 1; ; attempt++)
        {
            TableRequestException failure;
            try
            {
                var tags = await Store.TransactAsync(operations).ConfigureAwait(false);
                var after = writing.Batch.HeadAfter(writing.Head, writing.Ticket) with { ETag = tags[0] };
                Done(writing, after.Exists ? new KnownHead(after, KnownHead.Written) : null);
                return true;
            }
            catch (TableRequestException e)
            {
                failure = e;
            }

            var isRefused = !failure.IsConflict && !failure.IsUnknownOutcome;
            if (attempt == 1 && (isRefused || failure.ErrorCode == "TableNotFound"))
            {
                parts.Log.Abandon(writing.Ticket);
                throw new JournalUnavailableException($"The shared store refused: {failure.Message}", failure);
            }

            if (await LookAsync(writing).ConfigureAwait(false) is { } isWritten)
            {
                return isWritten;
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

    /// <summary>True: written. False: fenced. Null: not there, or nothing could be read.</summary>
    private async ValueTask<bool?> LookAsync(Writing writing)
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
                return true;
            case Fate.NotYet:
                return null;
            case Fate.Fenced:
                parts.Log.Abandon(writing.Ticket);
                known = parts.Log.Read(head);
                return false;
            default:
                parts.Log.Abandon(writing.Ticket);
                throw Conflict(head, writing.Batch.First);
        }
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
