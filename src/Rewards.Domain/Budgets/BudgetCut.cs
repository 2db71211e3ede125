using NodaTime;
using Rewards.Domain.Rules;

namespace Rewards.Domain.Budgets;

/// <summary>What is left of a budget's window here and now.</summary>
public delegate long BudgetLeft(ulong key, Instant start);

/// <summary>Applies a rule's budget to what its limits have left.</summary>
internal static class BudgetCut
{
    /// <summary>
    /// Null when it takes nothing away. What is left goes to the first of those who get the currency.
    /// </summary>
    public static RuleTrace? Apply(Rule rule, Budget budget, in ConditionInputs inputs, Span<long> granted)
    {
        var window = inputs.Calendar.WindowAt(budget.Window, inputs.At);
        var wanted = AmountOf(rule, budget, granted);
        var left = Math.Max(0, inputs.BudgetLeft?.Invoke(budget.Key, window.Start) ?? 0);
        if (wanted <= left)
        {
            return null;
        }

        for (var i = 0; i < granted.Length; i++)
        {
            if (string.Equals(rule.Gives[i].Currency, budget.Currency, StringComparison.Ordinal))
            {
                granted[i] = Math.Min(granted[i], left);
                left -= granted[i];
            }
        }

        return new RuleTrace(
            rule.Ordinal, RuleOutcome.BudgetRest, -1, AmountOf(rule, budget, granted), wanted, window.End);
    }

    /// <summary>What the amounts draw from the budget.</summary>
    public static long AmountOf(Rule rule, Budget budget, ReadOnlySpan<long> granted)
    {
        var sum = 0L;
        for (var i = 0; i < granted.Length; i++)
        {
            sum += string.Equals(rule.Gives[i].Currency, budget.Currency, StringComparison.Ordinal) ? granted[i] : 0;
        }

        return sum;
    }

    /// <summary>What the rule may draw at most, whatever factors apply.</summary>
    public static long MostOf(Rule rule, Budget budget)
    {
        var most = 0m;
        foreach (var give in rule.Gives.Where(give => give.Currency == budget.Currency))
        {
            most += rule.Multipliers.Aggregate((decimal)give.Amount, (amount, factor) =>
                amount * Math.Max(1, factor.By));
        }

        return (long)Math.Min(decimal.Ceiling(most), long.MaxValue / 4);
    }
}
