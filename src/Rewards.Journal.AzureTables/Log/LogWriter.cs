using Rewards.AzureTables;
using Rewards.Journal.AzureTables.Layout;

namespace Rewards.Journal.AzureTables.Log;

/// <summary>
/// Writes this host's part of the log. Markers are written before the first append to a stream, notices after an
/// append;
/// both wait for company and share a transaction. One write is under way at a time.
/// </summary>
internal sealed class LogWriter(Store store, LogEnd end, SessionBook book) : IAsyncDisposable
{
    /// <summary>Most ended sessions that are remembered, so that they are asked for once only.</summary>
    private const int GoneSessionsMax = 10_000;

    private readonly SemaphoreSlim flushing = new(1);
    private readonly SemaphoreSlim wake = new(0, 1);
    private readonly CancellationTokenSource stopping = new();
    private readonly HashSet<string> goneSessions = [];
    private FlushPlan? unresolved;
    private long writtenAt;
    private Task? loop;

    public void Start() => loop = Task.Run(RunAsync);

    /// <summary>A number for a transaction on the stream, once the stream is marked.</summary>
    /// <exception cref="JournalUnavailableException">The log does not answer; nothing was written.</exception>
    /// <exception cref="JournalBusyException">Too much is not told of yet; nothing was written.</exception>
    public async ValueTask<Ticket> BeginAsync(StreamId stream, string partition, KnownHead head)
    {
        while (true)
        {
            var (ticket, marker) = book.TryBegin(stream, partition, head.Head.Version, head.ReadAt);
            if (marker is null)
            {
                return ticket;
            }

            Wake();
            await marker.ConfigureAwait(false);
        }
    }

    /// <summary>The head as it was read just now.</summary>
    public KnownHead Read(StreamHead head) => new(head, book.Moment);

    public void Commit(Unnoticed done) => book.Commit(done);

    public void Abandon(Ticket ticket) => book.Abandon(ticket);

    /// <summary>Tells the log of what is committed by now.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellation)
    {
        await flushing.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            while (unresolved is not null || book.HasWanted || book.HasUnnoticed)
            {
                if (!await FlushOnceAsync(beat: false).ConfigureAwait(false))
                {
                    return;
                }
            }
        }
        finally
        {
            flushing.Release();
        }
    }

    /// <summary>Nothing is under way any more: tells the rest and takes the session away.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        if (loop is not null)
        {
            await loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        try
        {
            await FlushAsync(CancellationToken.None).ConfigureAwait(false);
            if (!book.HasUnnoticed && book.Removal() is { } removal)
            {
                await store.TransactLogAsync(removal).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is TableRequestException or JournalUnavailableException)
        {
            // Another host finishes what this one leaves.
        }

        flushing.Dispose();
        wake.Dispose();
        stopping.Dispose();
    }

    private void Wake()
    {
        try
        {
            wake.Release();
        }
        catch (SemaphoreFullException)
        {
        }
    }

    private async Task RunAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await WaitAsync().ConfigureAwait(false);
                if (unresolved is not null || book.HasWanted || book.HasUnnoticed)
                {
                    await FlushAsync(stopping.Token).ConfigureAwait(false);
                }

                // Also while all that is left to tell waits for another host: silence would be taken for death.
                if (book.IsAtStake
                    && store.Time.GetElapsedTime(Interlocked.Read(ref writtenAt)) >= store.Options.BeatEvery)
                {
                    await BeatAsync().ConfigureAwait(false);
                }
            }
            catch (Exception e) when (e is TableRequestException or JournalUnavailableException)
            {
                await store.PauseAsync(attempt: 5).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
            }
            catch (Exception e)
            {
                // Nothing that waits for a marker may wait for ever.
                store.LogIsHeldUpBy(e);
                book.Refuse(new JournalUnavailableException("The log of the shared store cannot be written.", e));
                await store.PauseAsync(attempt: 5).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Until a marker is wanted, or for as long as a notice may wait for company.</summary>
    private async ValueTask WaitAsync()
    {
        if (book.HasWanted)
        {
            return;
        }

        using var timer = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
        var pause = Task.Delay(store.Options.NoticeEvery, store.Time, timer.Token);
        var wanted = wake.WaitAsync(timer.Token);
        await Task.WhenAny(pause, wanted).ConfigureAwait(false);
        await timer.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(pause, wanted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async ValueTask BeatAsync()
    {
        await flushing.WaitAsync(stopping.Token).ConfigureAwait(false);
        try
        {
            await FlushOnceAsync(beat: true).ConfigureAwait(false);
        }
        finally
        {
            flushing.Release();
        }
    }

    /// <summary>False when there is nothing to write: everything left waits for another host's notice.</summary>
    private async ValueTask<bool> FlushOnceAsync(bool beat)
    {
        var plan = unresolved;
        if (plan is null)
        {
            var noticed = await NoticedByOthersAsync().ConfigureAwait(false);
            plan = book.Plan(noticed);
            if (plan.Ready.Count == 0 && plan.Markers.Count == 0 && !beat)
            {
                return false;
            }
        }

        unresolved = plan;
        try
        {
            await WriteAsync(plan).ConfigureAwait(false);
        }
        catch (TableRequestException e)
        {
            var reason = new JournalUnavailableException("The log of the shared store cannot be written.", e);
            book.Refuse(reason);
            throw reason;
        }

        unresolved = null;
        store.LogIsHeldUpBy(null);
        return true;
    }

    private async ValueTask WriteAsync(FlushPlan plan)
    {
        for (var attempt = 1; ; attempt++)
        {
            var sequence = end.Next;
            var operations = plan.Operations(sequence);
            try
            {
                var tags = await store.TransactLogAsync(operations).ConfigureAwait(false);
                Done(plan, tags[0]);
                if (plan.Ready.Count > 0)
                {
                    end.MoveTo(sequence + 1);
                }

                return;
            }
            catch (TableRequestException e) when (e.IsConflict || e.IsUnknownOutcome)
            {
                if (await IsResolvedAsync(plan).ConfigureAwait(false))
                {
                    await end.LookAsync(CancellationToken.None).ConfigureAwait(false);
                    return;
                }

                if (e.IsConflict && e.FailedOperation is { } failed && failed < operations.Count
                    && plan.Forget(operations[failed]))
                {
                    continue;
                }

                if (!await end.LookAsync(CancellationToken.None).ConfigureAwait(false))
                {
                    if (attempt >= store.Options.AttemptsMax)
                    {
                        throw;
                    }

                    await store.PauseAsync(attempt).ConfigureAwait(false);
                }
            }
        }
    }

    /// <summary>
    /// Reads back what the session says: that this was written, or that the session is another's now.
    /// </summary>
    private async ValueTask<bool> IsResolvedAsync(FlushPlan plan)
    {
        var entity = await store.FindInLogAsync(Keys.Session(plan.Says.Id), CancellationToken.None)
            .ConfigureAwait(false);
        var found = entity is null ? null : SessionRecord.Of(entity);
        if (found is { Closed: false } && found.Flush == plan.Says.Flush)
        {
            Done(plan, found.ETag);
            return true;
        }

        // A session that was never there may have come and gone: its name is not used again, because others take one
        // that is gone for one that has told everything.
        if (found is { Closed: false } && found.ETag == plan.Says.ETag)
        {
            return false;
        }

        book.End();
        return true;
    }

    private void Done(FlushPlan plan, Azure.ETag etag)
    {
        Interlocked.Exchange(ref writtenAt, store.Time.GetTimestamp());
        store.Traffic.Marked(plan.Markers.Count);
        book.Written(plan, etag);
    }

    /// <summary>
    /// What other sessions, which ours follow somewhere, have told of; a session that is gone told everything. One that
    /// was not asked for has told nothing: more may be committed while the others are asked.
    /// </summary>
    private async ValueTask<Func<Ticket, bool>> NoticedByOthersAsync()
    {
        var others = new Dictionary<string, SessionRecord>(StringComparer.Ordinal);
        foreach (var session in book.Awaited())
        {
            if (!goneSessions.Contains(session))
            {
                var entity = await store.FindInLogAsync(Keys.Session(session), CancellationToken.None)
                    .ConfigureAwait(false);
                if (entity is null)
                {
                    if (goneSessions.Count >= GoneSessionsMax)
                    {
                        goneSessions.Clear();
                    }

                    goneSessions.Add(session);
                }
                else
                {
                    others[session] = SessionRecord.Of(entity);
                }
            }
        }

        return ticket => others.TryGetValue(ticket.Session, out var session)
            ? session.HasNoticed(ticket)
            : goneSessions.Contains(ticket.Session);
    }
}
