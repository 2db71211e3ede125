using NodaTime;
using Rewards.Domain.Standing;

namespace Rewards.Grains.Standing;

/// <summary>
/// Set the member's standing, once per <paramref name="RequestKey"/>, which the caller scopes to route and principal.
/// </summary>
public sealed record SetStanding(
    string RequestKey, StandingKind Standing, Instant? Until, string Reason, string By);

/// <summary>How a member stands now. <paramref name="Since"/> is null where it was never set.</summary>
public sealed record StandingView(StandingKind Standing, Instant? Since, Instant? Until)
{
    public static readonly StandingView Good = new(StandingKind.Good, null, null);

    /// <summary>A mute that is over is good since its end.</summary>
    public static StandingView Of(MemberStanding? standing, Instant now) => standing switch
    {
        null => Good,
        _ when standing.At(now) == standing.Kind => new StandingView(standing.Kind, standing.Since, standing.Until),
        _ => new StandingView(StandingKind.Good, standing.Until, null),
    };
}

/// <summary>
/// A change of standing as it was made; the reason is null where it was erased. <paramref name="Number"/> is 1 for the
/// first change of this member, and so on.
/// </summary>
public sealed record StandingChange(
    int Number, StandingKind Standing, Instant? Until, string By, string? Reason, Instant At);

/// <summary>A change of standing with how the member stands now.</summary>
public sealed record StandingAnswer(bool Replayed, StandingChange Change, StandingView Current);

/// <summary>Changes newest first; <paramref name="Next"/> is the number to go on after, null at the end.</summary>
public sealed record StandingPage(StandingView Current, IReadOnlyList<StandingChange> Changes, int? Next);

/// <summary>A page of changes, those before number <paramref name="After"/> (null: the newest) on.</summary>
public sealed record StandingQuery(int? After, int Limit);
