using NodaTime;

namespace Rewards.Domain.Rules;

/// <summary>What became of one rule. The numbers are on disk.</summary>
public enum RuleOutcome : byte
{
    /// <summary>Everything asked was granted.</summary>
    Granted = 1,

    /// <summary>A limit left less than was asked.</summary>
    GrantedInPart = 2,

    /// <summary>A condition did not hold.</summary>
    ConditionFailed = 3,

    /// <summary>Nothing is left of a limit.</summary>
    LimitReached = 4,

    /// <summary>The cool-down since the last award has not passed.</summary>
    CoolingDown = 5,

    /// <summary>An earlier rule awarded and stops the rules after it.</summary>
    StoppedByEarlierRule = 6,

    /// <summary>A limit per subject needs a subject, and the activity has none.</summary>
    SubjectMissing = 7,

    /// <summary>A limit per counterparty needs one, and the activity has none.</summary>
    CounterpartyMissing = 8,

    /// <summary>The fact that the rule takes for quality is too low or was not told.</summary>
    BelowQuality = 9,

    /// <summary>The discount for support of the same counterparty left nothing.</summary>
    DiscountedToNothing = 10,

    /// <summary>Multipliers and rounding left nothing.</summary>
    RoundedToNothing = 11,

    /// <summary>The discount left less than was asked, and no limit less than that.</summary>
    Discounted = 12,

    /// <summary>Another rule of the same group gives more.</summary>
    BeatenInGroup = 13,

    /// <summary>The rule gives to others only, and the activity names none, or the member who acted.</summary>
    RecipientMissing = 14,

    /// <summary>The rule gives nothing but badges, and the member has them.</summary>
    BadgeHeld = 24,

    /// <summary>
    /// The rule gives nothing but progress in quests (and badges that the member has), and they take no more of it.
    /// </summary>
    QuestFull = 25,

    /// <summary>The member was banned: no rule was considered.</summary>
    Banned = 40,

    /// <summary>The member was muted, and the programme lets muted members earn nothing.</summary>
    Muted = 41,

    /// <summary>Everything asked was granted, and vests.</summary>
    Vesting = 42,

    /// <summary>The member has as many awards that vest as anybody may have.</summary>
    VestingFull = 43,

    /// <summary>The rest of the budget was granted: less than was asked and limits left.</summary>
    BudgetRest = 44,

    /// <summary>Nothing is left of the budget.</summary>
    BudgetExhausted = 45,
}

/// <summary>
/// What became of one rule and the one thing that decided. <paramref name="Decider"/> is the ordinal of the condition
/// or the index of the limit (−1: nothing). For a limit, <paramref name="Used"/> is what was used before this
/// activity and <paramref name="Threshold"/> its maximum; for a cool-down, seconds since the last award and seconds
/// required. <paramref name="FreeAgainAt"/> is when the window ends or the cool-down is over. For a condition, value
/// and threshold are read from the recorded facts and from the immutable rule version when the receipt is rendered;
/// where the value is not among the facts (days of membership, counts), <paramref name="Used"/> keeps it, and for a
/// level <paramref name="Threshold"/> what of contribution was missing to the nearest wanted one (0: not known). For a
/// discount, <paramref name="Used"/> is how often before and <paramref name="Threshold"/> the percentage; for a group,
/// what this rule would have given and what the best one gives. Where the award vests, <paramref name="Used"/> is the
/// days that count already and <paramref name="Threshold"/> the days needed until <paramref name="FreeAgainAt"/>. For a
/// budget, <paramref name="Used"/> is what was left for this award and <paramref name="Threshold"/> what was wanted.
/// </summary>
public readonly record struct RuleTrace(
    int Rule, RuleOutcome Outcome, int Decider = -1, long Used = 0, long Threshold = 0, Instant? FreeAgainAt = null);

/// <summary>Why an activity as a whole went the way it did. The numbers are on disk.</summary>
public enum ReceiptReason : byte
{
    /// <summary>The rules listed were considered.</summary>
    RulesConsidered = 1,

    /// <summary>The community has no rule for this activity type.</summary>
    NoRuleForType = 2,

    /// <summary>The type is unknown and the community records such activities without award.</summary>
    UnknownType = 3,
}

/// <summary>
/// The record of a decision, as codes and values; rendered when read. <paramref name="RulesVersion"/> is the published
/// version (1, 2, …; 0 before the first) by which it was decided.
/// </summary>
public sealed record Receipt(int RulesVersion, ReceiptReason Reason, IReadOnlyList<RuleTrace> Rules);
