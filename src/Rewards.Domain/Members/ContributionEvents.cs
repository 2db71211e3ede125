using Rewards.Domain.Contribution;
using Rewards.Domain.Rules;

namespace Rewards.Domain.Members;

/// <summary>
/// What the activity recorded just before contributed, by the model of the version that its receipt names. Lines after
/// approval wait for it. <paramref name="Uses"/>: what was counted for discounts on support of the same counterparty.
/// </summary>
public sealed record ContributionMeasured(IReadOnlyList<ContributionLine> Lines, IReadOnlyList<LimitUse> Uses)
    : MemberEvent;

/// <summary>What waited for the approval of an activity counts now.</summary>
public sealed record ContributionCounted(ActivityId Activity, int RulesVersion, IReadOnlyList<ContributionLine> Lines)
    : MemberEvent;

/// <summary>What a reversed activity contributed is taken back; the lines are those that counted, negated.</summary>
public sealed record ContributionTakenBack(
    ActivityId Activity, int RulesVersion, IReadOnlyList<ContributionLine> Lines) : MemberEvent;
