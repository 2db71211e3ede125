using Rewards.Domain.Rules;

namespace Rewards.Domain.Programmes;

/// <summary>What only all rules together can get wrong.</summary>
internal static class RuleSetChecks
{
    public static void Require(DocumentField? field, IReadOnlyList<Rule> rules)
    {
        var tallies = CounterIndex.Tallies(rules);
        var keyed = CounterIndex.Keyed(rules, tallies);
        VestingReader.Require(field, rules, keyed);
        foreach (var (type, counters) in keyed)
        {
            if (counters.Count > Programme.SubjectLimitsPerTypeMax)
            {
                field!.Complain(
                    $"has {counters.Count} counters per subject or counterparty for '{type}' in all (limits "
                    + "per member-and-subject or member-and-counterparty, discounts, counts with a counterparty); "
                    + $"at most {Programme.SubjectLimitsPerTypeMax} are allowed per activity type");
            }
        }

        foreach (var (type, counted) in tallies)
        {
            if (counted.Count > Programme.TalliesPerTypeMax)
            {
                field!.Complain(
                    $"counts '{type}' in {counted.Count} ways; at most {Programme.TalliesPerTypeMax} are allowed");
            }
        }

        foreach (var (type, counted) in CounterIndex.Support(rules) ?? [])
        {
            if (counted.Count > Programme.TalliesPerTypeMax)
            {
                field!.Complain(
                    $"counts '{type}' for its counterparty in {counted.Count} ways; "
                    + $"at most {Programme.TalliesPerTypeMax} are allowed");
            }
        }

        foreach (var group in rules.Where(rule => rule.Group is not null).GroupBy(rule => (rule.When, rule.Group)))
        {
            RequireComparable(field!, group.Key.Group!, [.. group]);
        }
    }

    /// <summary>"Gives most" is a question with one answer only in one currency.</summary>
    private static void RequireComparable(DocumentField field, string group, Rule[] rules)
    {
        var odd = Array.Find(
            rules, rule => rule.Gives.Count != 1
                || rules[0].Gives.Count == 0 || rule.Gives[0].Currency != rules[0].Gives[0].Currency
                || rule.Gives[0].To != rules[0].Gives[0].To);
        if (odd is not null && rules[0].Gives.Count > 0)
        {
            field.Complain(
                $"has rules in the group '{group}' that cannot be compared: '{odd.Id}' must give one currency "
                + $"to one person, the same as '{rules[0].Id}'");
        }
    }
}
