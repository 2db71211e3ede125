namespace Rewards.Domain.Rules;

/// <summary>
/// What one rule makes of one activity: a trace for the receipt and, where it awards, amounts and uses. What was asked
/// is null where it is what the rule has written.
/// </summary>
public readonly record struct RuleResult(
    RuleTrace Trace, long[]? Asked, long[]? Granted, LimitUse[]? Uses, RuleWeight? Weight)
{
    public bool Awards => Granted is not null;

    public long AskedOf(Rule rule, int give) => Asked is null ? rule.Gives[give].Amount : Asked[give];

    public static RuleResult Denied(RuleTrace trace, RuleWeight? weight = null) => new(trace, null, null, null, weight);
}
