using NodaTime;
using Rewards.Domain.Budgets;

namespace Rewards.Domain.Rules;

/// <summary>
/// Evaluates one rule: condition → quality → amounts → limits → budget. Pure: time, calendar and counters come in.
/// </summary>
public static class RuleEvaluation
{
    private const int GivesOnStack = 32;

    public static RuleResult Evaluate(Rule rule, in ConditionInputs inputs, AmountBuffer amounts)
    {
        if (rule.If?.FailsAt(inputs) is { } failed)
        {
            return RuleResult.Denied(Failed(rule, failed, inputs));
        }

        if (rule.Quality?.FailsAt(inputs) is not null)
        {
            return RuleResult.Denied(new RuleTrace(rule.Ordinal, RuleOutcome.BelowQuality));
        }

        var granted = amounts.Take(rule.Gives.Count);
        if (!rule.Weighs)
        {
            for (var i = 0; i < granted.Count; i++)
            {
                granted[i] = IsPayable(rule.Gives[i], inputs) ? rule.Gives[i].Amount : 0;
            }

            return granted.Count > 0 && IsNothing(granted)
                ? RuleResult.Denied(new RuleTrace(rule.Ordinal, RuleOutcome.RecipientMissing))
                : Limited(rule, inputs, new RuleTrace(rule.Ordinal, RuleOutcome.Granted), default, granted, null);
        }

        var asked = amounts.Take(granted.Count);
        var (weight, trace) = Weigh(rule, inputs, asked, granted);
        return IsNothing(granted)
            ? RuleResult.Denied(trace, weight)
            : Limited(rule, inputs, trace, asked, granted, weight);
    }

    /// <summary>A value that the recorded facts will not tell again is kept in the trace.</summary>
    private static RuleTrace Failed(Rule rule, int ordinal, in ConditionInputs inputs)
    {
        var node = rule.ReadsMoreThanFacts ? rule.If!.Find(ordinal) : null;
        var test = (node is Not not ? not.Part : node) as MeasuredTest;
        var value = test?.ValueOf(inputs) ?? 0;
        var threshold = test switch
        {
            NumberTest number => number.Threshold,
            LevelTest level => level.MissingMillis(inputs),
            _ => 0,
        };
        return new RuleTrace(rule.Ordinal, RuleOutcome.ConditionFailed, ordinal, value, threshold);
    }

    private static (RuleWeight Weight, RuleTrace Trace) Weigh(
        Rule rule, in ConditionInputs inputs, Span<long> asked, Span<long> granted)
    {
        var factors = Weighing.FactorsFor(rule, inputs);
        var (discount, freeAt) = Discounted(rule, inputs);
        var percent = discount is { Shadow: false } applied ? applied.Percent : 100;
        for (var i = 0; i < asked.Length; i++)
        {
            asked[i] = Weighing.Of(rule, rule.Gives[i].Amount, factors);
            granted[i] = IsPayable(rule.Gives[i], inputs)
                ? Weighing.Of(rule, rule.Gives[i].Amount, factors, percent) : 0;
        }

        var outcome = !HasRecipient(rule, inputs) ? RuleOutcome.RecipientMissing
            : IsNothing(granted) && percent < 100 && !IsNothing(asked) ? RuleOutcome.DiscountedToNothing
            : IsNothing(granted) ? RuleOutcome.RoundedToNothing
            : percent < 100 ? RuleOutcome.Discounted
            : RuleOutcome.Granted;
        var trace = outcome is RuleOutcome.DiscountedToNothing or RuleOutcome.Discounted
            ? new RuleTrace(rule.Ordinal, outcome, -1, discount!.Value.Before, percent, freeAt)
            : new RuleTrace(rule.Ordinal, outcome);
        return (new RuleWeight(rule.Ordinal, factors, discount), trace);
    }

    private static (DiscountApplied? Applied, Instant? FreeAt) Discounted(Rule rule, in ConditionInputs inputs)
    {
        if (rule.Discount is not { } discount || inputs.Activity.Counterparty is null)
        {
            return (null, null);
        }

        return (discount.Assess(inputs), inputs.Calendar.WindowAt(discount.Window, inputs.At).End);
    }

    private static RuleResult Limited(
        Rule rule, in ConditionInputs inputs, RuleTrace trace, ArraySegment<long> asked, ArraySegment<long> granted,
        RuleWeight? weight)
    {
        for (var i = 0; i < rule.Limits.Count; i++)
        {
            if (Limits.Apply(rule, i, inputs, granted) is not { } cut)
            {
                continue;
            }

            if (Denial(cut, granted) is { } denied)
            {
                return RuleResult.Denied(LastToReset(rule, i, inputs, denied), weight);
            }

            trace = cut;
        }

        if (rule.Budget is { } budget && BudgetCut.Apply(rule, budget, inputs, granted) is { } rest)
        {
            if (IsNothing(granted))
            {
                return RuleResult.Denied(rest with { Outcome = RuleOutcome.BudgetExhausted }, weight);
            }

            trace = rest;
        }

        return new RuleResult(trace, asked, granted, Limits.Uses(rule, inputs, granted), weight);
    }

    /// <summary>
    /// Of several limits that leave nothing, the one that resets last decides: before that the same earns nothing, and
    /// a receipt that named another one would promise too much.
    /// </summary>
    private static RuleTrace LastToReset(Rule rule, int first, in ConditionInputs inputs, RuleTrace denied)
    {
        var least = rule.Gives.Count <= GivesOnStack ? stackalloc long[rule.Gives.Count] : new long[rule.Gives.Count];
        for (var i = first + 1; i < rule.Limits.Count && denied.FreeAgainAt is { } free; i++)
        {
            for (var give = 0; give < least.Length; give++)
            {
                least[give] = IsPayable(rule.Gives[give], inputs) ? 1 : 0;
            }

            if (Limits.Apply(rule, i, inputs, least) is { } cut
                && Denial(cut, least) is { Outcome: RuleOutcome.LimitReached or RuleOutcome.CoolingDown } other
                && (other.FreeAgainAt is not { } later || later > free))
            {
                denied = other;
            }
        }

        return denied;
    }

    /// <summary>What a limit says where it leaves nothing of the amounts; null where it leaves some.</summary>
    private static RuleTrace? Denial(in RuleTrace cut, ReadOnlySpan<long> amounts) =>
        cut.Outcome != RuleOutcome.GrantedInPart ? cut
        : IsNothing(amounts) ? cut with { Outcome = RuleOutcome.LimitReached }
        : null;

    private static bool IsPayable(Give give, in ConditionInputs inputs) =>
        give.To == Recipient.Member || give.OtherPerson(inputs.Activity, inputs.Actor) is not null;

    private static bool HasRecipient(Rule rule, in ConditionInputs inputs)
    {
        for (var i = 0; i < rule.Gives.Count; i++)
        {
            if (IsPayable(rule.Gives[i], inputs))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsNothing(ReadOnlySpan<long> amounts)
    {
        foreach (var amount in amounts)
        {
            if (amount != 0)
            {
                return false;
            }
        }

        return true;
    }
}
