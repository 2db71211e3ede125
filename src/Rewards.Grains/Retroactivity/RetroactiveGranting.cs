using Rewards.Domain;
using Rewards.Domain.Retroactivity;
using Rewards.Grains.Communities;
using Rewards.Grains.Simulations;
using Rewards.Journal;

namespace Rewards.Grains.Retroactivity;

/// <summary>What a preview comes to: its name, and what would be made.</summary>
public sealed record GrantPreview(string Name, long Postings, IReadOnlyList<CurrencySum> Sums);

/// <summary>
/// Previews the grants of a version, lets them be made, and makes them. The rules are tried in the sandbox of a
/// simulation; what limits have left of it each member's grain says.
/// </summary>
public sealed class RetroactiveGranting(IJournal journal, IGrains grains, ProgrammeCache programmes)
{
    /// <summary>Members asked at once; their commits share disk syncs.</summary>
    private const int MembersAtOnce = 32;

    /// <summary>How often progress is made durable: what was done since is asked again after a crash.</summary>
    private const int MembersPerAdvance = 256;

    /// <summary>A turn takes no longer than a few milliseconds.</summary>
    private const int WantsPerTurn = 64;

    /// <summary>Tells every posting that would be made, by member; nothing is written.</summary>
    /// <exception cref="DomainException"><c>forward-only</c>, <c>version-not-in-force</c>,
    /// <c>time-out-of-range</c>, <c>unknown-rules-version</c>.</exception>
    public async Task<GrantPreview> PreviewAsync(
        CommunityId community, int version, Func<string, RetroactiveGrant, ValueTask> show,
        Func<SimulationProgress, ValueTask> progress, CancellationToken cancellation)
    {
        using var tally = new GrantTally();
        foreach (var (member, wants) in await WantsAsync(community, version, progress, cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            var answer = await grains.Member(community, new MemberId(member))
                .GrantAsync(new GrantRetroactively(version, wants, Preview: true));
            foreach (var grant in answer.Grants)
            {
                tally.Add(member, grant);
                await show(member, grant);
            }
        }

        return new GrantPreview(tally.Name(version), tally.Postings, tally.Sums);
    }

    /// <summary>Lets the postings be made that a preview showed, if it would show the same now.</summary>
    /// <exception cref="DomainException"><c>preview-outdated</c>, and as for a preview.</exception>
    public async Task<RetroactiveGrants> ConfirmAsync(
        CommunityId community, int version, string preview, string by, CancellationToken cancellation)
    {
        var grain = grains.Community(community);
        var known = await grain.GrantsAsync(version);
        if (known.Preview == preview)
        {
            return known;
        }

        var now = known.Preview is null
            ? await PreviewAsync(
                community, version, static (_, _) => default, static _ => default, cancellation)
            : throw RetroactivityDecider.Outdated(known.Preview);
        return now.Name == preview
            ? await grain.ConfirmGrantsAsync(new ConfirmGrants(version, preview, now.Postings, now.Sums, by))
            : throw RetroactivityDecider.Outdated(now.Name);
    }

    /// <summary>
    /// Makes what was confirmed, from the last member on who has it. Each grant is made once, however often this is
    /// begun and on however many hosts.
    /// </summary>
    public async Task MakeAsync(CommunityId community, int version, CancellationToken cancellation)
    {
        var grain = grains.Community(community);
        var known = await grain.GrantsAsync(version);
        if (known.Preview is null || known.FinishedAt is not null)
        {
            return;
        }

        using var tally = new GrantTally();
        tally.Resume(known);
        var wants = await WantsAsync(community, version, static _ => default, cancellation);
        var members = wants.Where(member =>
            known.After is null || string.CompareOrdinal(member.Key, known.After) > 0).ToArray();
        foreach (var some in members.Chunk(MembersPerAdvance))
        {
            foreach (var few in some.Chunk(MembersAtOnce))
            {
                cancellation.ThrowIfCancellationRequested();
                var answers = await Task.WhenAll(few.Select(member => GrantAsync(community, version, member)));
                foreach (var (member, grant) in answers.SelectMany(answer => answer))
                {
                    tally.Add(member, grant);
                }
            }

            await grain.AdvanceGrantsAsync(new AdvanceGrants(version, some[^1].Key, tally.Postings, tally.Sums));
        }

        await grain.AdvanceGrantsAsync(new AdvanceGrants(version, null, tally.Postings, tally.Sums));
    }

    private async Task<List<(string Member, RetroactiveGrant Grant)>> GrantAsync(
        CommunityId community, int version, KeyValuePair<string, List<RetroactiveWant>> member)
    {
        var made = new List<(string Member, RetroactiveGrant Grant)>();
        foreach (var some in member.Value.Chunk(WantsPerTurn))
        {
            var answer = await grains.Member(community, new MemberId(member.Key))
                .GrantAsync(new GrantRetroactively(version, some, Preview: false));
            made.AddRange(answer.Grants.Select(grant => (member.Key, grant)));
        }

        return made;
    }

    private async Task<IReadOnlyList<KeyValuePair<string, List<RetroactiveWant>>>> WantsAsync(
        CommunityId community, int version, Func<SimulationProgress, ValueTask> progress,
        CancellationToken cancellation)
    {
        var known = await grains.Community(community).GrantsAsync(version);
        var programme = await programmes.VersionAsync(community.Value, version);
        return await new RetroactiveReading(journal, programme, known.Since).RunAsync(progress, cancellation);
    }
}
