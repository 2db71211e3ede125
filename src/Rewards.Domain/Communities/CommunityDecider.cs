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
        var from = FromWhen(state.Versions, basedOn, effectiveAt, now, mayOpenLater: false);
        return from is { } later
            ? new RulesScheduled(state.Version + 1, documentHash, by, note, later, document)
            : new RulesPublished(state.Version + 1, documentHash, by, note, document);
    }

    /// <summary>
    /// Publishes a version of the contribution model, by the same rules. The first one may wait: until then nothing is
    /// measured.
    /// </summary>
    /// <exception cref="DomainException">As for rules.</exception>
    public static ContributionModelPublished PublishModel(
        CommunityState state, string document, int basedOn, string by, string note, Instant? effectiveAt, Instant now)
    {
        var models = state.Models.All;
        var from = FromWhen(models, basedOn, effectiveAt, now, mayOpenLater: true);
        return new ContributionModelPublished(
            models.Count + 1, ContributionDocuments.HashOf(document), by, note, from, document);
    }

    /// <summary>From when on the next of these versions decides; null: from now on.</summary>
    private static Instant? FromWhen(
        IReadOnlyList<PublishedVersion> versions, int basedOn, Instant? effectiveAt, Instant now, bool mayOpenLater)
    {
        var tip = versions.Tip();
        RequireCurrent(tip?.Version ?? 0, basedOn);
        var from = effectiveAt is { } wanted && wanted > now ? wanted : now;
        RequireInRange(tip is null && !mayOpenLater, from, now);
        if (tip?.ScheduledFor is { } ahead && ahead > from)
        {
            throw new DomainException(
                Refusals.VersionScheduled,
                $"Version {tip.Version} comes into force at {ahead}; a later version cannot come before it. "
                + "Cancel it, or publish for the same time or a later one.",
                ("version", tip.Version),
                ("scheduledFor", ahead));
        }

        return versions.Count >= CommunityState.VersionsMax
            ? throw new DomainException(
                Refusals.PublishConflict, $"A community has at most {CommunityState.VersionsMax} versions.")
            : from > now ? from : null;
    }

    /// <summary>Cancels a version before it comes into force; null when that was done before.</summary>
    /// <exception cref="DomainException"><c>unknown-rules-version</c>; <c>version-in-force</c>: it is in force or was;
    /// <c>version-scheduled</c>: a later one builds on it.</exception>
    public static ScheduleCancelled? Cancel(CommunityState state, int version, string by, Instant now)
    {
        return MayCancel(state.Versions, version, Refusals.UnknownRulesVersion, now)
            ? new ScheduleCancelled(version, by) : null;
    }

    /// <summary>The same for a version of the contribution model.</summary>
    /// <exception cref="DomainException"><c>unknown-contribution-model</c>, and as for rules.</exception>
    public static ContributionModelCancelled? CancelModel(CommunityState state, int version, string by, Instant now) =>
        MayCancel(state.Models.All, version, Refusals.UnknownContributionModel, now)
            ? new ContributionModelCancelled(version, by) : null;

    /// <summary>False when it was cancelled before.</summary>
    private static bool MayCancel(
        IReadOnlyList<PublishedVersion> versions, int version, string unknown, Instant now)
    {
        if (version < 1 || version > versions.Count)
        {
            throw new DomainException(unknown, $"There is no version {version}.", ("version", version));
        }

        var found = versions[version - 1];
        if (found.CancelledAt is not null)
        {
            return false;
        }

        if (found.Experiment is not null || found.IsEffectiveAt(now))
        {
            throw new DomainException(
                Refusals.VersionInForce,
                $"Version {version} has come into force and never changes; publish another one.",
                ("version", version));
        }

        var tip = versions.Tip()!;
        return tip.Version == version
            ? true
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

    private static void RequireInRange(bool opens, Instant from, Instant now)
    {
        // Without a version in force a community could take nothing.
        var latest = opens ? now : now + ScheduleLongest;
        if (from > latest)
        {
            throw new DomainException(
                Refusals.TimeOutOfRange,
                opens
                    ? "The first version opens the community and is in force at once."
                    : $"A version can be scheduled at most {ScheduleLongest.Days} days ahead.",
                ("latest", latest));
        }
    }
}
