using Rewards.Domain.Budgets;
using Rewards.Domain.Ledger;
using Rewards.Domain.Rules;
using Rewards.Domain.Time;

namespace Rewards.Domain.Programmes;

/// <summary>
/// Reads <c>budgets</c>, like <c>[{ id: spring, currency: feathers, amount: 10000, within: month }]</c>, and
/// <c>budget</c> of rules.
/// </summary>
internal static class BudgetReader
{
    public static IReadOnlyDictionary<string, Budget> Read(
        DocumentMapping root, IReadOnlyDictionary<string, CurrencyTerms> currencies)
    {
        var budgets = new Dictionary<string, Budget>(StringComparer.Ordinal);
        const string allowed = "a list like [{ id: spring, currency: feathers, amount: 10000, within: month }]";
        if (root.Find("budgets") is not { } field || field.AsList(allowed) is not { } items)
        {
            return budgets;
        }

        if (items.Count > Budget.Max)
        {
            field.Complain($"has {items.Count} budgets; at most {Budget.Max} are allowed");
            return budgets;
        }

        foreach (var item in items)
        {
            if (ReadOne(item, currencies) is not { } budget)
            {
                continue;
            }

            if (!budgets.TryAdd(budget.Id, budget))
            {
                item.Complain($"has the id '{budget.Id}' of another budget; each budget needs its own");
            }
        }

        return budgets;
    }

    /// <summary>The budget that a rule names; it must be one of a currency that the rule gives.</summary>
    public static Budget? ReadOfRule(
        DocumentMapping rule, IReadOnlyDictionary<string, Budget> budgets, IReadOnlyList<Give> gives)
    {
        if (rule.Find("budget") is not { } field || field.AsDeclared("budget", budgets.Keys) is not { } id)
        {
            return null;
        }

        var budget = budgets[id];
        if (gives.All(give => give.Currency != budget.Currency))
        {
            field.Complain($"is a budget of {budget.Currency}, which the rule does not give");
            return null;
        }

        return budget;
    }

    /// <summary>What an activity of a type may draw at most, by budget.</summary>
    public static Dictionary<string, IReadOnlyList<BudgetNeed>> NeedsByType(IReadOnlyList<Rule> rules) => rules
        .Where(rule => rule.Budget is not null)
        .GroupBy(rule => rule.When, StringComparer.Ordinal)
        .ToDictionary(
            type => type.Key,
            IReadOnlyList<BudgetNeed> (type) =>
            [
                .. type.GroupBy(rule => rule.Budget!).Select(
                    group => new BudgetNeed(group.Key, group.Sum(rule => BudgetCut.MostOf(rule, group.Key)))),
            ],
            StringComparer.Ordinal);

    private static Budget? ReadOne(DocumentField item, IReadOnlyDictionary<string, CurrencyTerms> currencies)
    {
        if (item.AsMapping("a mapping with id, currency and amount") is not { } mapping)
        {
            return null;
        }

        mapping.AllowOnly("id", "currency", "amount", "within");
        var id = mapping.Require("id", "a name of a–z, 0–9 and '-', unique among the budgets")?.AsSlug();
        var currency = mapping.Require("currency", string.Join(", ", currencies.Keys))
            ?.AsDeclared("currency", currencies.Keys);
        var amount = mapping.Require("amount", $"an integer from 1 to {Amounts.BalanceMax}")
            ?.AsInteger(1, Amounts.BalanceMax);
        var window = mapping.Find("within") is { } written ? written.AsWord(WindowWords.All) : WindowKind.Lifetime;
        return id is null || currency is null || amount is null || window is null
            ? null
            : new Budget(id, Budget.KeyOf(id, currency, window.Value), currency, amount.Value, window.Value);
    }
}
