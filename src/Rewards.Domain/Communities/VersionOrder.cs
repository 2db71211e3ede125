using NodaTime;

namespace Rewards.Domain.Communities;

/// <summary>
/// Which of a community's versions counts. They come into force in the order of their numbers, so that of those that
/// have come into force the last one decides.
/// </summary>
public static class VersionOrder
{
    /// <summary>
    /// The version on which the next one is to be based: the last that was not cancelled, drafts of experiments aside.
    /// A cancelled version is as if it had never been, so who worked on it must look again.
    /// </summary>
    public static PublishedVersion? Tip(this IReadOnlyList<PublishedVersion> versions)
    {
        for (var i = versions.Count - 1; i >= 0; i--)
        {
            if (versions[i].Counts)
            {
                return versions[i];
            }
        }

        return null;
    }

    /// <summary>The one version that decides what is received then; null before the first publication.</summary>
    public static PublishedVersion? InForceAt(this IReadOnlyList<PublishedVersion> versions, Instant at)
    {
        for (var i = versions.Count - 1; i >= 0; i--)
        {
            if (versions[i].IsEffectiveAt(at))
            {
                return versions[i];
            }
        }

        return null;
    }

    /// <summary>
    /// Of a contribution model's versions the one that those rules carried, before models had versions of their own; 0:
    /// they measured nothing.
    /// </summary>
    public static int OfRules(this IReadOnlyList<PublishedVersion> models, int rulesVersion)
    {
        for (var i = models.Count - 1; i >= 0; i--)
        {
            if (models[i] is { RulesVersion: { } carrier, CancelledAt: null } && carrier <= rulesVersion)
            {
                return models[i].Version;
            }
        }

        return 0;
    }

    /// <summary>When the next scheduled version after then comes into force; null when none waits.</summary>
    public static Instant? NextChangeAfter(this IReadOnlyList<PublishedVersion> versions, Instant at)
    {
        Instant? next = null;
        for (var i = versions.Count - 1; i >= 0 && !versions[i].IsEffectiveAt(at); i--)
        {
            next = versions[i].Counts ? versions[i].ScheduledFor : next;
        }

        return next;
    }
}
