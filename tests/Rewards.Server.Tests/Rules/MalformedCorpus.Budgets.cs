namespace Rewards.Server.Tests.Rules;

public static partial class MalformedCorpus
{
    public static readonly Mistake[] Budgets =
    [
        new("id: spring", "id: Spring", "budgets[0].id", "lower-case"),
        new("id: spring, ", "", "budgets[0].id", "unique among the budgets"),
        new("id: spring", "ids: spring", "budgets[0].ids", "did you mean 'id'?"),
        new("currency: feathers", "currency: fethers", "budgets[0].currency", "did you mean 'feathers'?"),
        new("currency: feathers", "currency: stars", "rules[1].budget", "which the rule does not give", 45),
        new("amount: 10000", "amount: 0", "budgets[0].amount", "an integer from 1"),
        new("amount: 10000", "amount: 9007199254740992", "budgets[0].amount", "to 9007199254740991"),
        new("amount: 10000", "amount: 1e4", "budgets[0].amount", "1"),
        new("amount: 10000, ", "", "budgets[0].amount", "an integer from 1"),
        new("amount: 10000, within: month", "amount: 10000, within: year", "budgets[0].within", "day, week, month"),
        new("amount: 10000, within: month", "amount: 10000, from: 2026-11-01", "budgets[0].from", "Allowed: id"),
        new(
            "- { id: spring, currency: feathers, amount: 10000, within: month }", "- spring",
            "budgets[0]", "a mapping"),
        new("budget: spring", "budget: sprng", "rules[1].budget", "did you mean 'spring'?"),
        new("budget: spring", "budget: 10000", "rules[1].budget", "the name of a declared budget"),
    ];
}
