using NodaTime;
using Rewards.Domain.Members;
using Rewards.Domain.Rules;

namespace Rewards.Domain.Standing;

/// <summary>
/// An operator set a member's standing, for the reason in the side record. <paramref name="Until"/>: when a mute ends
/// by itself; null: not before it is set anew.
/// </summary>
public sealed record StandingSet(StandingKind Standing, Instant? Until, string By) : MemberEvent;

/// <summary>
/// Points for what somebody else did were not taken in, because of this member's standing then. It will not be tried
/// again.
/// </summary>
public sealed record ReceivedAwardWithheld(
    string From,
    ActivityId Activity,
    int RulesVersion,
    int Rule,
    Recipient To,
    string Currency,
    long Amount,
    StandingKind Standing) : MemberEvent;
