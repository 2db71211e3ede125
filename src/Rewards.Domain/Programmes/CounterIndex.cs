using Rewards.Domain.Contribution;
using Rewards.Domain.Rules;

namespace Rewards.Domain.Programmes;

/// <summary>Finds out which counters a programme's rules need, so that no decision has to look for them.</summary>
internal static class CounterIndex
{
    /// <summary>By the type of activity that they count.</summary>
    public static Dictionary<string, IReadOnlyList<Tally>> Tallies(IReadOnlyList<Rule> rules) => rules
        .SelectMany(TestsOf)
        .Where(test => test.Tally.Kind != TallyKind.FromCounterparty)
        .SelectMany(test => test.Tally.Pair is { } pair ? [test.Tally, pair] : (Tally[])[test.Tally])
        .DistinctBy(tally => tally.Key)
        .GroupBy(tally => tally.When, StringComparer.Ordinal)
        .ToDictionary(type => type.Key, IReadOnlyList<Tally> (type) => [.. type], StringComparer.Ordinal);

    /// <summary>
    /// What the counterparty's grain counts, by the type of activity that it counts; null: nothing.
    /// </summary>
    public static Dictionary<string, IReadOnlyList<Tally>>? Support(IReadOnlyList<Rule> rules)
    {
        var asked = rules.SelectMany(TestsOf).Select(test => test.Tally)
            .Where(tally => tally.Kind == TallyKind.FromCounterparty);
        var byType = asked.Concat(rules.SelectMany(rule => SupportOf(rule.Discount)))
            .DistinctBy(tally => tally.Key)
            .GroupBy(tally => tally.When, StringComparer.Ordinal)
            .ToDictionary(type => type.Key, IReadOnlyList<Tally> (type) => [.. type], StringComparer.Ordinal);
        return byType.Count == 0 ? null : byType;
    }

    /// <summary>By the type of activity that needs them: to be judged, or because it is counted.</summary>
    public static Dictionary<string, IReadOnlyList<KeyedCounter>> Keyed(
        IReadOnlyList<Rule> rules,
        Dictionary<string, IReadOnlyList<Tally>> tallies,
        ContributionModel? model = null)
    {
        var measured = (model?.Outcomes ?? []).Where(outcome => outcome.Discount is not null)
            .SelectMany(outcome => CountersOf(outcome.Discount!).Select(counter => (Type: outcome.When, counter)));
        var ofRules = rules.SelectMany(rule => CountersOf(rule).Select(counter => (Type: rule.When, counter)));
        var counted = tallies.SelectMany(type => type.Value.Select(tally => (Type: type.Key, Of(tally))));
        return ofRules.Concat(counted).Concat(measured)
            .Where(need => need.Item2.Scope.IsKeyed())
            .Distinct()
            .GroupBy(need => need.Type, need => need.Item2, StringComparer.Ordinal)
            .ToDictionary(type => type.Key, IReadOnlyList<KeyedCounter> (type) => [.. type], StringComparer.Ordinal);
    }

    /// <summary>Every condition of a rule: its own, those of its factors, and all that they are made of.</summary>
    public static IEnumerable<Condition> ConditionsOf(Rule rule) =>
        rule.Multipliers.Select(factor => factor.If).Append(rule.If).OfType<Condition>().SelectMany(NodesOf);

    private static IEnumerable<HistoryTest> TestsOf(Rule rule) => ConditionsOf(rule).OfType<HistoryTest>();

    private static IEnumerable<KeyedCounter> CountersOf(Rule rule)
    {
        foreach (var limit in rule.Limits)
        {
            yield return new KeyedCounter(limit.Key, limit.Scope, limit.Window, limit.Unit == LimitUnit.CoolDown);
        }

        if (rule.Discount is { } discount)
        {
            foreach (var counter in CountersOf(discount))
            {
                yield return counter;
            }
        }

        foreach (var test in TestsOf(rule))
        {
            yield return Of(test.Tally);
        }
    }

    private static IEnumerable<KeyedCounter> CountersOf(Discount discount) => SupportOf(discount).Select(Of)
        .Prepend(new(discount.Key, LimitScope.MemberAndCounterparty, discount.Window, false));

    private static IReadOnlyList<Tally> SupportOf(Discount? discount) => discount?.Reciprocal?.Support ?? [];

    private static KeyedCounter Of(Tally tally) => new(tally.Key, tally.Scope, tally.Window, false);

    /// <summary>The condition and all that it is made of.</summary>
    public static IEnumerable<Condition> NodesOf(Condition condition) => condition switch
    {
        AllOf all => all.Parts.SelectMany(NodesOf).Prepend(all),
        AnyOf any => any.Parts.SelectMany(NodesOf).Prepend(any),
        Not not => NodesOf(not.Part).Prepend(not),
        _ => [condition],
    };
}
