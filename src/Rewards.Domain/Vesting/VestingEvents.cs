using NodaTime;
using Rewards.Domain.Ledger;
using Rewards.Domain.Members;
using Rewards.Domain.Rules;

namespace Rewards.Domain.Vesting;

/// <summary>What became of an award that vests. The numbers are on disk.</summary>
public enum VestingStatus : byte
{
    Open = 1,

    /// <summary>Enough active days: spendable, and sent to the others.</summary>
    Matured = 2,

    /// <summary>The time passed before.</summary>
    Lapsed = 3,

    /// <summary>The member who acted was banned before.</summary>
    Voided = 4,
}

/// <summary>
/// The award of a rule for the activity recorded just before vests; <paramref name="Own"/> is what of it waits in the
/// member's pending balance.
/// </summary>
public sealed record VestingStarted(
    ActivityId Activity,
    int RulesVersion,
    int Rule,
    int DaysNeeded,
    int FirstDay,
    Instant EndsAt,
    IReadOnlyList<VestingAmount> Own) : MemberEvent;

/// <summary>The member was active on a day (since 1970, in the community's calendar) that counts for what vests.
/// </summary>
public sealed record ActiveDayCounted(int Day) : MemberEvent;

/// <summary>The award of a rule for an activity has matured; lots age from now.</summary>
public sealed record VestingMatured(ActivityId Activity, int RulesVersion, int Rule, IReadOnlyList<Posting> Moves)
    : MemberPosted(Moves);

/// <summary>
/// The award of a rule for an activity will never mature, because <paramref name="Why"/>; what it used of limits is
/// free again.
/// </summary>
public sealed record VestingVoided(
    ActivityId Activity,
    int RulesVersion,
    int Rule,
    VestingStatus Why,
    IReadOnlyList<Posting> Moves,
    IReadOnlyList<LimitUse> Freed) : MemberPosted(Moves);

/// <summary>What became of the award of one rule; <paramref name="Matured"/> names the lots that it filled.</summary>
public sealed record VestingOutcome(int Rule, VestingStatus Status, IReadOnlyList<Posting> Matured);
