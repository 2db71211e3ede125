using Rewards.Domain.Rules;

namespace Rewards.Server.Activities;

/// <summary>What became of a rule, as programs read it.</summary>
internal static class RuleOutcomeNames
{
    public static ReadOnlySpan<byte> Of(RuleOutcome outcome) => outcome switch
    {
        RuleOutcome.Granted => "granted"u8,
        RuleOutcome.GrantedInPart => "granted-in-part"u8,
        RuleOutcome.ConditionFailed => "condition-failed"u8,
        RuleOutcome.LimitReached => "limit-reached"u8,
        RuleOutcome.CoolingDown => "cooling-down"u8,
        RuleOutcome.StoppedByEarlierRule => "stopped-by-earlier-rule"u8,
        RuleOutcome.SubjectMissing => "subject-missing"u8,
        RuleOutcome.CounterpartyMissing => "counterparty-missing"u8,
        RuleOutcome.BelowQuality => "below-quality"u8,
        RuleOutcome.DiscountedToNothing => "discounted-to-nothing"u8,
        RuleOutcome.RoundedToNothing => "rounded-to-nothing"u8,
        RuleOutcome.Discounted => "discounted"u8,
        RuleOutcome.BeatenInGroup => "beaten-in-group"u8,
        RuleOutcome.RecipientMissing => "recipient-missing"u8,
        RuleOutcome.Banned => "banned"u8,
        RuleOutcome.Muted => "muted"u8,
        RuleOutcome.Vesting => "vesting"u8,
        RuleOutcome.VestingFull => "vesting-full"u8,
        RuleOutcome.BudgetRest => "budget-rest"u8,
        RuleOutcome.BudgetExhausted => "budget-exhausted"u8,
        RuleOutcome.BadgeHeld => "badge-held"u8,
        RuleOutcome.QuestFull => "quest-full"u8,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };
}
