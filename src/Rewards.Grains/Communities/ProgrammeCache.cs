using System.Collections.Concurrent;
using NodaTime;
using Rewards.Domain;
using Rewards.Domain.Communities;
using Rewards.Domain.Experiments;
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

    /// <summary>The programme in force then, which is now or a moment ago.</summary>
    /// <exception cref="DomainException"><c>unknown-community</c>: nothing was published.</exception>
    public ValueTask<Programme> InForceAsync(string community, Instant at) =>
        inForce.TryGetValue(community, out var known) && known.Covers(at)
            ? ValueTask.FromResult(known.Programme)
            : FetchInForceAsync(community, null, at);

    /// <summary>
    /// The programme that decides what a member tells then: the one in force, or the draft of an experiment that treats
    /// the member.
    /// </summary>
    /// <exception cref="DomainException"><c>unknown-community</c>: nothing was published.</exception>
    public ValueTask<Programme> DecidingAsync(string community, string member, Instant at) =>
        inForce.TryGetValue(community, out var known) && known.Covers(at)
            ? ValueTask.FromResult(known.Treatment is null ? known.Programme : known.For(member))
            : FetchInForceAsync(community, member, at);

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
        if (inForce.TryGetValue(community, out var current) && current.Find(version) is { } found)
        {
            return found;
        }

        return versions.TryGetValue((community, version), out var known)
            ? known
            : await FetchVersionAsync(community, version);
    }

    /// <summary>
    /// A version of the contribution model, with the rules that were in force when it came into force: they declare
    /// what it measures.
    /// </summary>
    /// <exception cref="DomainException"><c>unknown-community</c>, <c>unknown-contribution-model</c>.</exception>
    public async ValueTask<Programme> MeasuringAsync(string community, int modelVersion)
    {
        _ = await CurrentAsync(community);
        var grain = communities(new CommunityId(community));
        if (modelVersion < 1 || await grain.FetchModelAsync(modelVersion) is not { } model)
        {
            throw new DomainException(
                Refusals.UnknownContributionModel,
                $"The community '{community}' has no contribution model {modelVersion}.",
                ("version", modelVersion));
        }

        var from = model.Version.ScheduledFor ?? model.Version.PublishedAt;
        var rules = model.Version.RulesVersion ?? (await grain.VersionsAsync()).InForceAt(from)!.Version;
        return JointDocuments.Compile((await grain.FetchAsync(rules))!, model);
    }

    /// <summary>One fetch, however many activities ask at once: after a start under load all of them do.</summary>
    private async ValueTask<Programme> FetchInForceAsync(string community, string? member, Instant at)
    {
        while (true)
        {
            var found = await fetching.GetOrAdd(
                community,
                static (name, asked) => new Lazy<Task<InForce>>(() => asked.Cache.FetchOnceAsync(name, asked.At)),
                (Cache: this, At: at)).Value;
            if (found.Covers(at))
            {
                return found.For(member);
            }

            if (at < found.From)
            {
                // Received just before a scheduled version came into force, decided just after.
                return Compile((await communities(new CommunityId(community)).InForceAsync(at))!).For(member);
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
                var known = Compile(found);
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
        return versions[(community, version)] = JointDocuments.Compile(published, null);
    }

    private static InForce Compile(RulesInForce found) => new(
        JointDocuments.Compile(found.Rules, found.Model),
        found.From ?? Instant.MinValue,
        found.Until ?? Instant.MaxValue,
        found.Experiment,
        found.Draft is null ? null : JointDocuments.Compile(found.Draft, found.Model));

    private static void Trim<TKey, TValue>(ConcurrentDictionary<TKey, TValue> cache)
        where TKey : notnull
    {
        if (cache.Count >= KeptMax)
        {
            cache.Clear();
        }
    }

    /// <summary>What is in force, from when on, until when by itself, and who is treated with what instead.</summary>
    private sealed record InForce(
        Programme Programme, Instant From, Instant Until, Experiment? Experiment, Programme? Treatment)
    {
        public bool Covers(Instant at) => at < Until && at >= From;

        /// <summary>Null: what is in force for all.</summary>
        public Programme For(string? member) =>
            Treatment is not null && member is not null && Arms.IsTreated(Experiment!.Id, member, Experiment.Percent)
                ? Treatment : Programme;

        public Programme? Find(int version) =>
            Programme.Version == version ? Programme : Treatment?.Version == version ? Treatment : null;
    }
}
