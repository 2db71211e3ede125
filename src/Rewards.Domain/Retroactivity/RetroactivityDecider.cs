using NodaTime;
using Rewards.Domain.Communities;

namespace Rewards.Domain.Retroactivity;

/// <summary>Decides what a community says of grants: declared with a version, confirmed, advanced, finished.</summary>
public static class RetroactivityDecider
{
    /// <summary>Declares it for a version that is published for <paramref name="from"/> on.</summary>
    /// <exception cref="DomainException"><c>time-out-of-range</c>.</exception>
    public static RetroactivityDeclared Declare(int version, Instant since, Instant from) =>
        since < from && since >= from - RetroactiveGrants.SinceLongest
            ? new RetroactivityDeclared(version, since)
            : throw new DomainException(
                Refusals.TimeOutOfRange,
                $"Grants reach back at most {RetroactiveGrants.SinceLongest.Days} days before the version comes into "
                + "force, and not beyond that moment.",
                ("earliest", from - RetroactiveGrants.SinceLongest),
                ("latest", from));

    /// <summary>The declared grants of a version that can be previewed and confirmed now.</summary>
    /// <exception cref="DomainException"><c>unknown-rules-version</c>; <c>forward-only</c>: none were declared;
    /// <c>version-not-in-force</c>; <c>time-out-of-range</c>: it is too late for them.</exception>
    public static RetroactiveGrants Require(CommunityState state, int version, Instant now)
    {
        if (version < 1 || version > state.Version)
        {
            throw new DomainException(
                Refusals.UnknownRulesVersion, $"There is no version {version}.", ("version", version));
        }

        var grants = state.Retroactivity.Find(version) ?? throw new DomainException(
            Refusals.ForwardOnly,
            $"Version {version} decides forward only: it was published without grants for what was recorded before.",
            ("version", version));
        if (grants.Preview is not null)
        {
            return grants;
        }

        var inForce = state.Versions.InForceAt(now)?.Version ?? 0;
        if (inForce != version)
        {
            throw new DomainException(
                Refusals.VersionNotInForce,
                $"Version {inForce} is in force, and only the grants of the version in force are made.",
                ("version", inForce));
        }

        return grants.Since >= now - RetroactiveGrants.ReachLongest ? grants : throw new DomainException(
            Refusals.TimeOutOfRange,
            $"Grants reach back at most {RetroactiveGrants.ReachLongest.Days} days: what limits have left is known no "
            + "longer. Publish again with a later time.",
            ("earliest", now - RetroactiveGrants.ReachLongest));
    }

    /// <summary>Lets them be made; null when this very preview was confirmed before.</summary>
    /// <exception cref="DomainException"><c>preview-outdated</c>: another one was confirmed; and as above.</exception>
    public static RetroactiveGrantsConfirmed? Confirm(
        CommunityState state, int version, string preview, long postings, IReadOnlyList<CurrencySum> sums, string by,
        Instant now)
    {
        var grants = Require(state, version, now);
        return grants.Preview is null
            ? new RetroactiveGrantsConfirmed(version, preview, postings, sums, by)
            : grants.Preview == preview ? null : throw Outdated(grants.Preview);
    }

    /// <summary>Null when it was told before: two hosts may be at it.</summary>
    public static RetroactiveGrantsAdvanced? Advance(
        CommunityState state, int version, string after, long postings, IReadOnlyList<CurrencySum> sums)
    {
        var grants = state.Retroactivity.Find(version);
        return grants is { Preview: not null, FinishedAt: null }
            && (grants.After is null || string.CompareOrdinal(after, grants.After) > 0)
                ? new RetroactiveGrantsAdvanced(version, after, postings, sums) : null;
    }

    /// <summary>Null when it was told before.</summary>
    public static RetroactiveGrantsFinished? Finish(
        CommunityState state, int version, long postings, IReadOnlyList<CurrencySum> sums) =>
        state.Retroactivity.Find(version) is { Preview: not null, FinishedAt: null }
            ? new RetroactiveGrantsFinished(version, postings, sums) : null;

    public static DomainException Outdated(string preview) => new(
        Refusals.PreviewOutdated,
        "What would be granted is not what that preview showed: something was recorded, reviewed or reversed since. "
        + "Look at a new preview.",
        ("preview", preview));
}
