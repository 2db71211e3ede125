using Azure;
using Rewards.AzureTables;
using Rewards.Journal.AzureTables.Layout;

namespace Rewards.Journal.AzureTables.Log;

/// <summary>
/// Looks after the sessions of other hosts. One that has not been written for too long, by this host's clock alone, is
/// taken over. To be wrong about it is safe: the other host notices that its session is closed.
/// </summary>
internal sealed class SessionWatch(Store store, Recovery recovery, SessionBook book) : IAsyncDisposable
{
    private const int SessionsMax = 1_000;
    private static readonly TimeSpan SettleEvery = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan SettleMax = TimeSpan.FromMinutes(5);
    private readonly Dictionary<string, (ETag ETag, long Since)> seen = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource stopping = new();
    private Task? loop;

    public void Start() => loop = Task.Run(RunAsync);

    /// <summary>
    /// Waits until nothing is left of other hosts: what those that are gone had committed is told by then.
    /// </summary>
    /// <exception cref="JournalOpenException">
    /// One is at work: its session is being written. Or what one left could not be told in minutes.
    /// </exception>
    public async ValueTask SettleAsync(CancellationToken cancellation)
    {
        var began = store.Time.GetTimestamp();
        var first = new Dictionary<string, ETag>(StringComparer.Ordinal);
        while (await OthersAsync(cancellation).ConfigureAwait(false) is { Count: > 0 } others)
        {
            foreach (var session in others)
            {
                if (first.TryAdd(session.Id, session.ETag) || session.Closed || first[session.Id] == session.ETag)
                {
                    continue;
                }

                throw new JournalOpenException(
                    "A server is at work on the shared store. Stop every server on it, and try again.");
            }

            if (store.Time.GetElapsedTime(began) > SettleMax)
            {
                throw new JournalOpenException(
                    $"What a server left on the shared store cannot be told to the log ({others.Count} such): start a "
                    + "server, and look at its log for what keeps it.");
            }

            await Task.Delay(SettleEvery, store.Time, cancellation).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        if (loop is not null)
        {
            await loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        stopping.Dispose();
    }

    private async Task RunAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await LookAsync(stopping.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is TableRequestException or JournalUnavailableException)
            {
                // The store does not answer: the next round looks again.
            }
            catch (Exception e)
            {
                // What another host left cannot be read. This host's own work does not depend on it.
                store.OnTrouble?.Invoke(e);
            }

            await Task.Delay(store.Options.BeatEvery, store.Time, stopping.Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async ValueTask LookAsync(CancellationToken cancellation)
    {
        var others = await OthersAsync(cancellation).ConfigureAwait(false);
        foreach (var gone in seen.Keys.Except(others.Select(session => Keys.Session(session.Id))).ToList())
        {
            seen.Remove(gone);
        }

        foreach (var session in others)
        {
            var key = Keys.Session(session.Id);
            if (!seen.TryGetValue(key, out var known) || known.ETag != session.ETag)
            {
                seen[key] = (session.ETag, store.Time.GetTimestamp());
            }
            else if (session.Closed || store.Time.GetElapsedTime(known.Since) >= store.Options.SilenceMax)
            {
                await recovery.TakeOverAsync(session, cancellation).ConfigureAwait(false);
                seen.Remove(key);
            }
        }
    }

    private async ValueTask<List<SessionRecord>> OthersAsync(CancellationToken cancellation)
    {
        var found = await store.RangeOfLogAsync(Keys.SessionBegin, Keys.SessionEnd, SessionsMax, cancellation)
            .ConfigureAwait(false);
        return [.. found.Select(SessionRecord.Of).Where(session => session.Id != book.Id)];
    }
}
