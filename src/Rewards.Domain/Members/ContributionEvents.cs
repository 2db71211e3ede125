using Rewards.Domain.Contribution;
using Rewards.Domain.Rules;

namespace Rewards.Domain.Members;

/// <summary>
/// What the activity recorded just before contributed, by the model of the rules that its receipt names. Lines after
/// approval wait for it. <paramref name="Uses"/>: what was counted for discounts on support of the same counterparty.
/// </summary>
public record ContributionMeasured(IReadOnlyList<ContributionLine> Lines, IReadOnlyList<LimitUse> Uses)
    : AchievementEvent;

/// <summary>The same by a model that has versions of its own, and not by that of the rules.</summary>
public sealed record ContributionMeasuredBy(
    int ModelVersion, IReadOnlyList<ContributionLine> Lines, IReadOnlyList<LimitUse> Uses)
    : ContributionMeasured(Lines, Uses);

/// <summary>What waited for the approval of an activity counts now.</summary>
public sealed record ContributionCounted(ActivityId Activity, int RulesVersion, IReadOnlyList<ContributionLine> Lines)
    : AchievementEvent;

/// <summary>What a reversed activity contributed is taken back; the lines are those that counted, negated.</summary>
public sealed record ContributionTakenBack(
    ActivityId Activity, int RulesVersion, IReadOnlyList<ContributionLine> Lines) : AchievementEvent;

/// <summary>
/// What the activity of somebody else counts for this member: <paramref name="From"/> is who acted. The match report
/// counts the line in the record of that activity, and not this.
/// </summary>
public sealed record ContributionReceived(string From, ActivityId Activity, int RulesVersion, long Millis)
    : AchievementEvent;

/// <summary>
/// That is taken back, because the activity was reversed: <paramref name="Millis"/> is what had come in; 0 where
/// nothing had, and then it never will.
/// </summary>
public sealed record ReceivedContributionTakenBack(string From, ActivityId Activity, long Millis) : AchievementEvent;
