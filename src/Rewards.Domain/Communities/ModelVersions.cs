using NodaTime;

namespace Rewards.Domain.Communities;

/// <summary>
/// The versions of a community's contribution model. Those of journals in which rules carried the model are told by
/// those rules: each other model than the one before gets the next number, with author and times of its rules.
/// </summary>
public sealed class ModelVersions
{
    private readonly List<PublishedVersion> versions = [];

    /// <summary>All, oldest first; the number is the place, counted from 1.</summary>
    public IReadOnlyList<PublishedVersion> All => versions;

    /// <summary>Whether the model has versions of its own; before, rules carry it.</summary>
    public bool Apart { get; private set; }

    internal void Apply(CommunityEvent change, Instant recordedAt)
    {
        switch (change)
        {
            case ContributionSetApart: Apart = true; break;
            case ContributionModelPublished it:
                versions.Add(new PublishedVersion(it.Version, it.DocumentHash, it.By, it.Note, recordedAt)
                {
                    ScheduledFor = it.EffectiveAt,
                });
                break;
            case ContributionModelCancelled it: Cancel(it.Version, it.By, recordedAt); break;
            case RulesPublished it when !Apart:
                Carry(it.Version, it.By, it.Note, null, it.Document, recordedAt);
                break;
            case RulesScheduled it when !Apart:
                Carry(it.Version, it.By, it.Note, it.EffectiveAt, it.Document, recordedAt);
                break;
            case ScheduleCancelled it when !Apart && versions.Tip() is { } tip && tip.RulesVersion == it.Version:
                Cancel(tip.Version, it.By, recordedAt);
                break;
        }
    }

    private void Carry(int rules, string by, string note, Instant? from, string document, Instant at)
    {
        var tip = versions.Tip();
        if (tip is null && ContributionDocuments.CarriedBy(document) is null)
        {
            return;
        }

        var hash = ContributionDocuments.HashOf(ContributionDocuments.CarriedIn(document));
        if (hash != tip?.DocumentHash)
        {
            versions.Add(new PublishedVersion(versions.Count + 1, hash, by, note, at)
            {
                ScheduledFor = from,
                RulesVersion = rules,
            });
        }
    }

    private void Cancel(int version, string by, Instant at) =>
        versions[version - 1] = versions[version - 1] with { CancelledAt = at, CancelledBy = by };
}
