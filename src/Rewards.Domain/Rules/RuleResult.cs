namespace Rewards.Domain.Rules;

/// <summary>
/// What one rule makes of one activity: a trace for the receipt and, where it awards, amounts and uses. What was asked
/// is left out where it is what the rule has written. Amounts stand in the buffer of the pass.
/// </summary>
public readonly record struct RuleResult(
    RuleTrace Trace, ArraySegment<long> Asked, ArraySegment<long> Granted, LimitUse[]? Uses, RuleWeight? Weight)
{
    public bool Awards => Granted.Array is not null;

    public long AskedOf(Rule rule, int give) => Asked.Array is null ? rule.Gives[give].Amount : Asked[give];

    public static RuleResult Denied(RuleTrace trace, RuleWeight? weight = null) =>
        new(trace, default, default, null, weight);
}
