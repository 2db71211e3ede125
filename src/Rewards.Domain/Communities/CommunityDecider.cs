using NodaTime;

namespace Rewards.Domain.Communities;

/// <summary>
/// Decides publication. Versions are 1, 2, 3, …, never change, and come into force in the order of their numbers.
/// </summary>
public static class CommunityDecider
{
    /// <summary>How far ahead a version can be scheduled: who plans longer forgets it.</summary>
    public static readonly Duration ScheduleLongest = Duration.FromDays(366);

    /// <summary>
    /// Publishes a document that was found valid. <paramref name="basedOn"/> is the version that the publisher saw last
    /// (0: none), so that of two who publish at once one is told.
    /// </summary>
    /// <param name="state">The community.</param>
    /// <param name="document">Canonical JSON.</param>
    /// <param name="documentHash">Its hash.</param>
    /// <param name="basedOn">The last version that was not cancelled, as the publisher saw it.</param>
    /// <param name="by">Who publishes.</param>
    /// <param name="note">Why.</param>
    /// <param name="effectiveAt">From when on; null or past: from now on.</param>
    /// <param name="now">Now, in whole microseconds.</param>
    /// <exception cref="DomainException"><c>publish-conflict</c> with the current version; <c>version-scheduled</c>: a
    /// version that was published before would come into force after this one; <c>time-out-of-range</c>.</exception>
    public static CommunityEvent Publish(
        CommunityState state, string document, string documentHash, int basedOn, string by, string note,
        Instant? effectiveAt, Instant now)
    {
        var tip = state.Versions.Tip();
        RequireCurrent(tip?.Version ?? 0, basedOn);
        var from = effectiveAt is { } wanted && wanted > now ? wanted : now;
        RequireInRange(tip, from, now);
        if (tip?.ScheduledFor is { } ahead && ahead > from)
        {
            throw new DomainException(
                Refusals.VersionScheduled,
                $"Version {tip.Version} comes into force at {ahead}; a later version cannot come before it. "
                + "Cancel it, or publish for the same time or a later one.",
                ("version", tip.Version),
                ("scheduledFor", ahead));
        }

        if (state.Version >= CommunityState.VersionsMax)
        {
            throw new DomainException(
                Refusals.PublishConflict, $"A community has at most {CommunityState.VersionsMax} versions.");
        }

        return from > now
            ? new RulesScheduled(state.Version + 1, documentHash, by, note, from, document)
            : new RulesPublished(state.Version + 1, documentHash, by, note, document);
    }

    /// <summary>Cancels a version before it comes into force; null when that was done before.</summary>
    /// <exception cref="DomainException"><c>unknown-rules-version</c>; <c>version-in-force</c>: it is in force or was;
    /// <c>version-scheduled</c>: a later one builds on it.</exception>
    public static ScheduleCancelled? Cancel(CommunityState state, int version, string by, Instant now)
    {
        if (version < 1 || version > state.Version)
        {
            throw new DomainException(
                Refusals.UnknownRulesVersion, $"There is no version {version}.", ("version", version));
        }

        var found = state.Versions[version - 1];
        if (found.CancelledAt is not null)
        {
            return null;
        }

        if (found.Experiment is not null || found.IsEffectiveAt(now))
        {
            throw new DomainException(
                Refusals.VersionInForce,
                $"Version {version} has come into force and never changes; publish another one.",
                ("version", version));
        }

        var tip = state.Versions.Tip()!;
        return tip.Version == version
            ? new ScheduleCancelled(version, by)
            : throw new DomainException(
                Refusals.VersionScheduled,
                $"Version {tip.Version} was based on version {version}; cancel that one first.",
                ("version", tip.Version),
                ("scheduledFor", tip.ScheduledFor!.Value));
    }

    private static void RequireCurrent(int current, int basedOn)
    {
        if (basedOn != current)
        {
            throw new DomainException(
                Refusals.PublishConflict,
                $"The community stands at version {current}, but this was based on {basedOn}. "
                + "Fetch the current version, merge, and publish again with 'basedOn' set to it.",
                ("currentVersion", current),
                ("basedOn", basedOn));
        }
    }

    private static void RequireInRange(PublishedVersion? tip, Instant from, Instant now)
    {
        // Without a version in force a community could take nothing.
        var latest = tip is null ? now : now + ScheduleLongest;
        if (from > latest)
        {
            throw new DomainException(
                Refusals.TimeOutOfRange,
                tip is null
                    ? "The first version opens the community and is in force at once."
                    : $"A version can be scheduled at most {ScheduleLongest.Days} days ahead.",
                ("latest", latest));
        }
    }
}
