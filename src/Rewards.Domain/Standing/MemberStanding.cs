using NodaTime;

namespace Rewards.Domain.Standing;

/// <summary>
/// A member's standing as it was set last. A mute with an end is over by itself at <paramref name="Until"/>: nothing
/// has to happen for it. <paramref name="Changes"/> counts how often it was set, and numbers the rows of its history.
/// </summary>
public sealed record MemberStanding(StandingKind Kind, Instant Since, Instant? Until, int Changes)
{
    public StandingKind At(Instant now) => Until is { } until && until <= now ? StandingKind.Good : Kind;
}
