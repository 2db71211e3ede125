using NodaTime;
using Rewards.Domain.Activities;

namespace Rewards.Domain.Rules;

/// <summary>
/// Finds the smallest single change by which one of the rules considered would have given more. Sizes are comparable
/// by agreement: a number counts how far it lies from the bound, relative to the bound; another text or truth, telling
/// what was not told, or a badge counts 1; waiting and the days of a streak count in days. A change of a fact is found
/// by evaluating the rule's conditions again; limits that were not looked at then may still cut what it gives.
/// </summary>
public static class SmallestChange
{
    private const double Other = 1;

    /// <param name="rules">The rules of the version.</param>
    /// <param name="activity">With its facts.</param>
    /// <param name="at">When it happened.</param>
    /// <param name="receipt">As it was decided.</param>
    public static Change? Find(IReadOnlyList<Rule> rules, Activity activity, Instant at, Receipt receipt)
    {
        Change? smallest = null;
        foreach (var trace in receipt.Rules)
        {
            smallest = Smaller(smallest, Of(rules[trace.Rule], activity, at, trace));
        }

        return smallest;
    }

    private static Change? Of(Rule rule, Activity activity, Instant at, in RuleTrace trace) => trace.Outcome switch
    {
        RuleOutcome.ConditionFailed =>
            Smaller(OfCondition(rule, activity, trace), AchievementChange.Of(rule, activity, trace)),
        RuleOutcome.BelowQuality => OfTest(rule, activity, rule.Quality!, holds: true, decider: null),
        RuleOutcome.SubjectMissing => new Change(rule.Ordinal, ChangeKind.Subject, null, null, Other),
        RuleOutcome.CounterpartyMissing or RuleOutcome.RecipientMissing when activity.Counterparty is null =>
            new Change(rule.Ordinal, ChangeKind.Counterparty, null, null, Other),
        RuleOutcome.Discounted or RuleOutcome.DiscountedToNothing =>
            new Change(rule.Ordinal, ChangeKind.OtherCounterparty, null, null, Other),
        RuleOutcome.LimitReached or RuleOutcome.GrantedInPart or RuleOutcome.CoolingDown or RuleOutcome.Muted
            or RuleOutcome.BudgetRest or RuleOutcome.BudgetExhausted
            when trace.FreeAgainAt is { } free =>
            new Change(rule.Ordinal, ChangeKind.Wait, null, free, Math.Max(0, (free - at).TotalDays)),
        _ => null,
    };

    /// <summary>Of every fact that the condition tests the nearest value with which all of it would hold.</summary>
    private static Change? OfCondition(Rule rule, Activity activity, in RuleTrace trace)
    {
        Change? smallest = null;
        foreach (var (test, holds) in Tests(rule.If!, wanted: true))
        {
            var change = OfTest(rule, activity, test, holds, trace.Decider);
            smallest = Smaller(smallest, change);
        }

        return smallest;
    }

    private static Change? Smaller(Change? one, Change? other) =>
        one is null || other?.Size < one.Size ? other : one;

    /// <summary>The tests of facts, each with what it would have to come to so that the condition does.</summary>
    private static IEnumerable<(FactTest Test, bool Holds)> Tests(Condition condition, bool wanted) => condition switch
    {
        FactTest test => [(test, wanted)],
        Not not => Tests(not.Part, !wanted),
        AllOf all => all.Parts.SelectMany(part => Tests(part, wanted)),
        AnyOf any => any.Parts.SelectMany(part => Tests(part, wanted)),
        _ => [],
    };

    /// <summary>
    /// The nearest value at which the test holds (or not), if the rule's conditions hold with it.
    /// </summary>
    private static Change? OfTest(Rule rule, Activity activity, FactTest test, bool holds, int? decider)
    {
        Change? smallest = null;
        foreach (var (value, size) in Nearest(activity.FindFact(test.Fact), test, holds))
        {
            var fact = new Fact(test.Fact, value);
            var facts = activity.Facts.Where(told => told.Name != test.Fact).Append(fact)
                .OrderBy(told => told.Name, StringComparer.Ordinal).ToArray();
            var changed = activity with { Facts = facts };
            if (size < (smallest?.Size ?? double.MaxValue) && Passes(rule, changed, decider, test.Fact))
            {
                smallest = new Change(rule.Ordinal, ChangeKind.Fact, fact, null, size);
            }
        }

        return smallest;
    }

    /// <summary>Without a node that decided against it, the condition did hold.</summary>
    private static bool Passes(Rule rule, Activity changed, int? decider, string fact)
    {
        if (rule.Quality?.FailsAt(changed) is not null)
        {
            return false;
        }

        return rule.If is null || (decider is { } at
            ? new Supposition(changed, at, DeciderHolds: false, fact).Holds(rule.If) == true
            : rule.ReadsMoreThanFacts || rule.If.FailsAt(changed) is null);
    }

    /// <summary>What could be told instead; nothing where only a text of another length would do: that is for people to
    /// write.</summary>
    private static IEnumerable<(FactValue Value, double Size)> Nearest(FactValue? told, FactTest test, bool holds)
    {
        var operand = test.Operands[0];
        switch (test.Comparison)
        {
            case Comparison.Is or Comparison.In when holds:
                return test.Operands.Select(value => (value, SizeTo(value)));
            case Comparison.Is when operand.Kind == FactKind.Boolean:
                return [(FactValue.Of(!operand.AsBoolean()), Other)];
            case Comparison.AtLeast or Comparison.MoreThan or Comparison.AtMost:
                var bound = Beyond(test.Comparison, operand, holds);
                return bound.Kind == FactKind.Integer && bound.Number is > long.MaxValue or < long.MinValue
                    ? [] : [(bound, SizeTo(bound))];
            default: return [];
        }

        double SizeTo(FactValue value) => told is { } number && number.IsNumeric() && value.IsNumeric()
            ? Gap(number.Number, value.Number) : Other;
    }

    /// <summary>The value nearest to the bound at which the comparison holds, or does not.</summary>
    private static FactValue Beyond(Comparison comparison, FactValue bound, bool holds)
    {
        var step = bound.Kind == FactKind.Integer ? 1m : 0.01m;
        var moved = (comparison, holds) switch
        {
            (Comparison.AtLeast, true) or (Comparison.AtMost, true) or (Comparison.MoreThan, false) => bound.Number,
            (Comparison.MoreThan, true) or (Comparison.AtMost, false) => bound.Number + step,
            _ => bound.Number - step,
        };
        return bound with { Number = moved };
    }

    private static double Gap(decimal told, decimal wanted) =>
        (double)(Math.Abs(wanted - told) / Math.Max(1, Math.Abs(wanted)));
}
