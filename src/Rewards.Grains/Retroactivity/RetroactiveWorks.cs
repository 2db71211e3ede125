using System.Collections.Concurrent;
using NodaTime;
using Rewards.Domain;

namespace Rewards.Grains.Retroactivity;

/// <summary>
/// The grants that this host is making, beside due work: that wakes them, goes on with what else is due, and asks
/// again. Whatever is broken off is begun again by whoever is woken next.
/// </summary>
public sealed class RetroactiveWorks(RetroactiveGranting granting, Func<Func<Task>, Task> behind) : IAsyncDisposable
{
    private static readonly Duration AskAgainAfter = Duration.FromSeconds(1);

    private readonly ConcurrentDictionary<(string Community, int Version), Task> running = new();
    private readonly CancellationTokenSource stopping = new();

    /// <summary>Begins, or looks how it goes; returns when everything was made.</summary>
    /// <exception cref="NotYetException">It is under way.</exception>
    public async ValueTask WakeAsync(CommunityId community, int version)
    {
        var key = (community.Value, version);
        var work = running.GetOrAdd(key, _ => behind(
            () => granting.MakeAsync(community, version, stopping.Token)));
        if (!work.IsCompleted)
        {
            throw new NotYetException(AskAgainAfter);
        }

        running.TryRemove(key, out _);
        await work;
    }

    /// <summary>Completes when nothing is under way; for those who wait for it.</summary>
    public Task IdleAsync() => Task.WhenAll(running.Values);

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await Task.WhenAll(running.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
    }
}
