using NodaTime;
using Rewards.Domain.Members;

namespace Rewards.Domain.Standing;

/// <summary>Decides a change of standing. Setting the same again is a change too: its time, author and reason count.
/// </summary>
public static class StandingDecider
{
    /// <exception cref="DomainException"><c>until-not-allowed</c>, <c>until-passed</c>.</exception>
    public static Decision Set(StandingKind standing, Instant? until, string by, Instant now)
    {
        if (until is not null && standing != StandingKind.Muted)
        {
            throw new DomainException(
                Refusals.UntilNotAllowed, "Only a mute ends by itself; 'until' goes with no other standing.");
        }

        if (until <= now)
        {
            throw new DomainException(
                Refusals.UntilPassed, "'until' must lie ahead: a mute that is over already changes nothing.",
                ("until", until), ("now", now));
        }

        return new Decision([new StandingSet(standing, until, by)], []);
    }
}
