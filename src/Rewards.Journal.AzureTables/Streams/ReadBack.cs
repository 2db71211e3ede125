using Rewards.AzureTables;
using Rewards.Journal.AzureTables.Layout;
using Rewards.Journal.AzureTables.Log;

namespace Rewards.Journal.AzureTables.Streams;

/// <summary>
/// Finds out what became of a transaction. What cannot be found out while the caller waits is followed up in the
/// background, so that a record which is there after all is told to the feed.
/// </summary>
internal sealed class ReadBack(Store store, StreamReads reader, LogWriter log) : IDisposable
{
    private const int FencesOfATurnMax = 20;

    private readonly CancellationTokenSource stopping = new();

    public async ValueTask<(Fate Fate, StreamHead Head)> LookAsync(Writing writing)
    {
        var head = await reader.HeadAsync(writing.Partition, CancellationToken.None).ConfigureAwait(false);
        if (head.Last == writing.Ticket)
        {
            return (Fate.Written, head);
        }

        if (head.ETag == writing.Head.ETag)
        {
            return (Fate.NotYet, head);
        }

        if (head.IsFollowedBy(writing.Batch.First))
        {
            return (Fate.Fenced, head);
        }

        // The head has moved on; whose transaction stands at this version?
        var commit = await reader.CommitAsync(
            writing.Stream, writing.Partition, writing.Batch.First.Version, CancellationToken.None)
            .ConfigureAwait(false);
        return (commit?.Ticket == writing.Ticket ? Fate.Written : Fate.Overtaken, head);
    }

    /// <summary>
    /// Moves the head's ETag and nothing else, so that nothing that was sent under the old one can succeed any more.
    /// </summary>
    /// <exception cref="TableRequestException">Somebody was faster, or the service does not answer.</exception>
    public async ValueTask FenceAsync(string partition, StreamHead head) =>
        await store.TransactAsync(() => [head.Over(head, partition)]).ConfigureAwait(false);

    /// <summary>
    /// Asks for the next turn at a stream that another host keeps appending to: at a fence that one waits a little, and
    /// this host can read and append meanwhile. The fence itself is two requests in a row, and gets its chance soon.
    /// </summary>
    public async ValueTask AskForTurnAsync(string partition, CancellationToken cancellation)
    {
        for (var attempt = 1; attempt <= FencesOfATurnMax; attempt++)
        {
            var head = await reader.HeadAsync(partition, cancellation).ConfigureAwait(false);
            try
            {
                if (head.Exists)
                {
                    await FenceAsync(partition, head).ConfigureAwait(false);
                }

                return;
            }
            catch (TableRequestException e) when (e.IsConflict)
            {
                // Overtaken here too: again.
            }
            catch (TableRequestException e) when (e.IsUnknownOutcome)
            {
                // Up or not: it is a wish and nothing rests on it.
                return;
            }
        }
    }

    /// <summary>Follows a transaction up until its fate is certain; a stop leaves it to the next recovery.</summary>
    public void FollowUp(Writing writing, Action<Writing> whenWritten) => _ = Task.Run(async () =>
    {
        for (var attempt = 1; !stopping.IsCancellationRequested; attempt++)
        {
            try
            {
                var (fate, head) = await LookAsync(writing).ConfigureAwait(false);
                if (fate == Fate.Written)
                {
                    whenWritten(writing);
                    return;
                }

                if (fate != Fate.NotYet)
                {
                    log.Abandon(writing.Ticket);
                    return;
                }

                await FenceAsync(writing.Partition, head).ConfigureAwait(false);
            }
            catch (TableRequestException)
            {
                await store.PauseAsync(attempt).ConfigureAwait(false);
            }
        }
    });

    public void Dispose()
    {
        stopping.Cancel();
        stopping.Dispose();
    }
}
