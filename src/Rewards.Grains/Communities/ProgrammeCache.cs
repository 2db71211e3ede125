using System.Collections.Concurrent;
using System.Text;
using Rewards.Domain;
using Rewards.Domain.Programmes;

namespace Rewards.Grains.Communities;

/// <summary>
/// Compiled programmes. The latest of a community is compiled once and used until the next is published; earlier
/// versions are compiled when a receipt is rendered, and a bounded number of them is kept.
/// </summary>
public sealed class ProgrammeCache(Func<CommunityId, ICommunityGrain> communities)
{
    /// <summary>Most programmes kept; a large one has some 100 KB.</summary>
    private const int KeptMax = 4_096;

    private readonly ConcurrentDictionary<string, Programme> latest = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Community, int Version), Programme> versions = new();

    private readonly ConcurrentDictionary<string, Lazy<Task<Programme>>> fetching = new(StringComparer.Ordinal);

    /// <summary>The programme published last.</summary>
    /// <exception cref="DomainException"><c>unknown-community</c>: nothing was published.</exception>
    public ValueTask<Programme> CurrentAsync(string community) =>
        latest.TryGetValue(community, out var known) ? ValueTask.FromResult(known) : FetchLatestAsync(community);

    /// <summary>The programme published last, if it is known here already.</summary>
    public Programme? FindCurrent(ReadOnlySpan<char> community) =>
        latest.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(community, out var known) ? known : null;

    /// <summary>One version; version 0 has no rules and is no programme.</summary>
    /// <exception cref="DomainException"><c>unknown-rules-version</c>.</exception>
    public async ValueTask<Programme> VersionAsync(string community, int version)
    {
        if (latest.TryGetValue(community, out var known) && known.Version == version)
        {
            return known;
        }

        return versions.TryGetValue((community, version), out known)
            ? known
            : await FetchVersionAsync(community, version);
    }

    /// <summary>A version was published and takes the place of the one before.</summary>
    public Programme Take(Programme programme)
    {
        Trim(latest);

        // Two fetches may race with a publication: the higher version stays.
        return latest.AddOrUpdate(
            programme.Community.Value,
            programme,
            (_, other) => other.Version > programme.Version ? other : programme);
    }

    /// <summary>One fetch, however many activities ask at once: after a start under load all of them do.</summary>
    private ValueTask<Programme> FetchLatestAsync(string community) => new(fetching.GetOrAdd(
        community,
        static (name, cache) => new Lazy<Task<Programme>>(() => cache.FetchOnceAsync(name)),
        this).Value);

    private async Task<Programme> FetchOnceAsync(string community)
    {
        try
        {
            var published = await communities(new CommunityId(community)).FetchAsync(0)
                ?? throw new DomainException(
                    Refusals.UnknownCommunity, $"There is no community '{community}'.", ("community", community));
            return Take(Compile(published));
        }
        finally
        {
            fetching.TryRemove(community, out _);
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

    private static void Trim<TKey>(ConcurrentDictionary<TKey, Programme> cache)
        where TKey : notnull
    {
        if (cache.Count >= KeptMax)
        {
            cache.Clear();
        }
    }
}
