using NodaTime;
using Rewards.Domain.Communities;

namespace Rewards.Domain.Retroactivity;

/// <summary>The versions of a community that were published with grants, and how far those are.</summary>
public sealed class RetroactivityState
{
    private readonly SortedDictionary<int, RetroactiveGrants> grants = [];

    /// <summary>By version.</summary>
    public IEnumerable<RetroactiveGrants> All => grants.Values;

    /// <summary>Null: the version decides forward only.</summary>
    public RetroactiveGrants? Find(int version) => grants.GetValueOrDefault(version);

    internal void Apply(CommunityEvent change, Instant recordedAt)
    {
        switch (change)
        {
            case RetroactivityDeclared it:
                grants[it.Version] = new RetroactiveGrants(it.Version, it.Since);
                break;
            case RetroactiveGrantsConfirmed it:
                grants[it.Version] = grants[it.Version] with
                {
                    Preview = it.Preview,
                    ConfirmedBy = it.By,
                    ConfirmedAt = recordedAt,
                    PostingsSeen = it.Postings,
                    SumsSeen = it.Sums,
                };
                break;
            case RetroactiveGrantsAdvanced it:
                grants[it.Version] = grants[it.Version] with
                {
                    After = it.After,
                    Postings = it.Postings,
                    Sums = it.Sums,
                };
                break;
            case RetroactiveGrantsFinished it:
                grants[it.Version] = grants[it.Version] with
                {
                    Postings = it.Postings,
                    Sums = it.Sums,
                    FinishedAt = recordedAt,
                };
                break;
        }
    }
}
