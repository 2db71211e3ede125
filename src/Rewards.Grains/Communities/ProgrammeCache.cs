using System.Collections.Concurrent;
using System.Text;
using NodaTime;
using Rewards.Domain;
using Rewards.Domain.Programmes;

namespace Rewards.Grains.Communities;

/// <summary>
/// Compiled programmes. The one in force in a community is compiled once and used until the next is published or a
/// scheduled one comes into force; earlier versions are compiled when a receipt is rendered, and a bounded number of
/// them is kept.
/// </summary>
public sealed class ProgrammeCache(Func<CommunityId, ICommunityGrain> communities, TimeProvider time)
{
    /// <summary>Most programmes kept; a large one has some 100 KB.</summary>
    private const int KeptMax = 4_096;

    private readonly ConcurrentDictionary<string, InForce> inForce = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Community, int Version), Programme> versions = new();

    private readonly ConcurrentDictionary<string, Lazy<Task<InForce>>> fetching = new(StringComparer.Ordinal);

    private readonly Lock taking = new();
    private long forgotten;

    /// <summary>The programme in force now.</summary>
    /// <exception cref="DomainException"><c>unknown-community</c>: nothing was published.</exception>
    public ValueTask<Programme> CurrentAsync(string community) =>
        inForce.TryGetValue(community, out var known) && known.Until == Instant.MaxValue
            ? ValueTask.FromResult(known.Programme)
            : InForceAsync(community, Instant.FromDateTimeOffset(time.GetUtcNow()));

    /// <summary>The programme that decides what is received then, which is now or a moment ago.</summary>
    /// <exception cref="DomainException"><c>unknown-community</c>: nothing was published.</exception>
    public ValueTask<Programme> InForceAsync(string community, Instant at) =>
        inForce.TryGetValue(community, out var known) && known.Covers(at)
            ? ValueTask.FromResult(known.Programme)
            : FetchInForceAsync(community, at);

    /// <summary>A programme of the community, in force now or a moment ago, if one is known here already.</summary>
    public Programme? FindCurrent(ReadOnlySpan<char> community) =>
        inForce.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(community, out var known) ? known.Programme : null;

    /// <summary>
    /// Something was published or cancelled, here or by another process: what is in force is fetched anew when it is
    /// asked for. A fetch that is under way has perhaps not seen it and begins again.
    /// </summary>
    public void Forget(string community)
    {
        lock (taking)
        {
            forgotten++;
            inForce.TryRemove(community, out _);
        }
    }

    /// <summary>One version; version 0 has no rules and is no programme.</summary>
    /// <exception cref="DomainException"><c>unknown-rules-version</c>.</exception>
    public async ValueTask<Programme> VersionAsync(string community, int version)
    {
        if (inForce.TryGetValue(community, out var current) && current.Programme.Version == version)
        {
            return current.Programme;
        }

        return versions.TryGetValue((community, version), out var known)
            ? known
            : await FetchVersionAsync(community, version);
    }

    /// <summary>One fetch, however many activities ask at once: after a start under load all of them do.</summary>
    private async ValueTask<Programme> FetchInForceAsync(string community, Instant at)
    {
        while (true)
        {
            var found = await fetching.GetOrAdd(
                community,
                static (name, asked) => new Lazy<Task<InForce>>(() => asked.Cache.FetchOnceAsync(name, asked.At)),
                (Cache: this, At: at)).Value;
            if (found.Covers(at))
            {
                return found.Programme;
            }

            if (at < found.From)
            {
                // Received just before a scheduled version came into force, decided just after.
                var before = await communities(new CommunityId(community)).InForceAsync(at);
                return await VersionAsync(community, before!.Rules.Version.Version);
            }
        }
    }

    private async Task<InForce> FetchOnceAsync(string community, Instant at)
    {
        try
        {
            while (true)
            {
                var before = Volatile.Read(ref forgotten);
                var found = await communities(new CommunityId(community)).InForceAsync(at)
                    ?? throw new DomainException(
                        Refusals.UnknownCommunity, $"There is no community '{community}'.", ("community", community));
                var known = new InForce(
                    Compile(found.Rules),
                    found.Rules.Version.ScheduledFor ?? Instant.MinValue,
                    found.Until ?? Instant.MaxValue);
                if (Take(community, known, before))
                {
                    return known;
                }
            }
        }
        finally
        {
            fetching.TryRemove(community, out _);
        }
    }

    /// <summary>False when something was forgotten since: what was fetched may be older.</summary>
    private bool Take(string community, InForce known, long before)
    {
        lock (taking)
        {
            if (forgotten != before)
            {
                return false;
            }

            Trim(inForce);
            inForce[community] = known;
            return true;
        }
    }

    private async ValueTask<Programme> FetchVersionAsync(string community, int version)
    {
        var published = version < 1 ? null : await communities(new CommunityId(community)).FetchAsync(version);
        if (published is null)
        {
            throw new DomainException(
                Refusals.UnknownRulesVersion,
                $"The community '{community}' has no version {version}.",
                ("version", version));
        }

        Trim(versions);
        return versions[(community, version)] = Compile(published);
    }

    private static Programme Compile(PublishedRules published) =>
        ProgrammeReader.Read(JsonDocuments.Parse(Encoding.UTF8.GetBytes(published.Document)),
            published.Version.Version);

    private static void Trim<TKey, TValue>(ConcurrentDictionary<TKey, TValue> cache)
        where TKey : notnull
    {
        if (cache.Count >= KeptMax)
        {
            cache.Clear();
        }
    }

    /// <summary>What is in force, from when on, and until when by itself.</summary>
    private sealed record InForce(Programme Programme, Instant From, Instant Until)
    {
        public bool Covers(Instant at) => at < Until && at >= From;
    }
}
