using System.Globalization;
using Rewards.Domain.Ledger;
using Rewards.Domain.Rules;
using Rewards.Domain.Time;

namespace Rewards.Domain.Programmes;

/// <summary>Reads what changes the amounts of a rule: <c>multiply</c>, <c>rounding</c> and <c>discount</c>.</summary>
internal static class WeightReader
{
    private const string FactorAllowed = "a mapping like { by: 1.5, if: { weekday: sunday } }";

    private static readonly Dictionary<string, Rounding> Roundings = new(StringComparer.Ordinal)
    {
        ["down"] = Rounding.Down,
        ["half-up"] = Rounding.HalfUp,
        ["half-even"] = Rounding.HalfEven,
    };

    private static readonly Dictionary<string, bool> DiscountScopes = new(StringComparer.Ordinal)
    {
        ["counterparty"] = true,
    };

    public static Rounding ReadRounding(DocumentMapping rule)
    {
        var field = rule.Find("rounding");
        if (field is not null && rule.Find("multiply") is null && rule.Find("discount") is null)
        {
            field.Complain("rounds nothing; it belongs to a rule with multiply or discount");
        }

        return field?.AsWord(Roundings) ?? Rounding.Down;
    }

    public static IReadOnlyList<Multiplier> ReadMultipliers(
        DocumentMapping rule, IReadOnlyList<Give> gives, Func<DocumentField, Condition?> readCondition)
    {
        if (rule.Find("multiply") is not { } field || field.AsList($"a list of {FactorAllowed}") is not { } items)
        {
            return [];
        }

        if (items.Count is 0 or > Multiplier.Max)
        {
            field.Complain($"has {items.Count} factors; allowed: 1 to {Multiplier.Max}");
            return [];
        }

        var factors = new List<Multiplier>();
        foreach (var item in items)
        {
            if (item.AsMapping(FactorAllowed) is not { } mapping)
            {
                continue;
            }

            mapping.AllowOnly("by", "if");
            var by = mapping.Require("by", "a factor like 1.5") is { } written ? ReadFactor(written) : null;
            var condition = mapping.Find("if") is { } asked ? readCondition(asked) : null;
            if (by is { } factor)
            {
                factors.Add(new Multiplier(factor, condition));
            }
        }

        RequireRoom(field, factors, gives);
        return factors;
    }

    /// <param name="rule">The rule or outcome.</param>
    /// <param name="ruleId">Under which its counter stands.</param>
    /// <param name="when">Its activity type, which is the support that counts as returned unless it says others.
    /// </param>
    /// <param name="types">The declared activity types.</param>
    public static Discount? ReadDiscount(
        DocumentMapping rule, string? ruleId, string? when, IReadOnlyDictionary<string, ActivityType> types)
    {
        if (rule.Find("discount") is not { } field
            || field.AsMapping("a mapping like { per: counterparty, within: month, percent: [100, 50, 25, 0] }")
                is not { } mapping)
        {
            return null;
        }

        mapping.AllowOnly("per", "within", "percent", "reciprocal", "shadow");
        var scope = mapping.Require("per", "counterparty")?.AsWord(DiscountScopes);
        var window = mapping.Require("within", string.Join(", ", WindowWords.All.Keys))?.AsWord(WindowWords.All);
        var percents = mapping.Require("percent", "a list like [100, 50, 25, 0]") is { } steps
            ? ReadPercents(steps) : null;
        var shadow = mapping.Find("shadow") is { } written ? written.AsBoolean() : false;
        if (scope is null || window is null || percents is null || shadow is null)
        {
            return null;
        }

        return new Discount(Discount.KeyOf(ruleId ?? "", window.Value), window.Value, percents, shadow.Value)
        {
            Reciprocal = mapping.Find("reciprocal") is { } pair
                ? ReadReciprocal(pair, percents, window.Value, when, types) : null,
        };
    }

    /// <summary><c>reciprocal: { percent: [50, 25, 0], when: [like-given] }</c></summary>
    private static ReciprocalSteps? ReadReciprocal(
        DocumentField field, List<int> otherwise, WindowKind window, string? when,
        IReadOnlyDictionary<string, ActivityType> types)
    {
        if (field.AsMapping("a mapping like { percent: [50, 25, 0] }") is not { } mapping)
        {
            return null;
        }

        mapping.AllowOnly("percent", "when");
        var steps = mapping.Require("percent", "a list like [50, 25, 0]");
        var percents = steps is null ? null : ReadPercents(steps);
        var support = mapping.Find("when") is { } written ? TypeListReader.Read(written, types)
            : when is null ? [] : [when];
        if (percents is null)
        {
            return null;
        }

        for (var i = 0; i < Math.Max(percents.Count, otherwise.Count); i++)
        {
            var pair = percents[Math.Min(i, percents.Count - 1)];
            var alone = otherwise[Math.Min(i, otherwise.Count - 1)];
            if (pair > alone)
            {
                steps!.Complain(
                    $"gives {pair} % in place {i + 1}, where support without return has {alone} %; "
                    + "allowed: the same or less in each place");
                return null;
            }
        }

        return new ReciprocalSteps(
            percents, [.. support.Select(type => Tally.Of(TallyKind.FromCounterparty, window, type))]);
    }

    private static decimal? ReadFactor(DocumentField field)
    {
        if (field.Node is ScalarNode { Kind: ScalarKind.Integer or ScalarKind.Decimal } scalar
            && decimal.TryParse(scalar.Text, NumberText.Style, CultureInfo.InvariantCulture, out var by)
            && by > 0 && by <= Multiplier.ByMax
            && decimal.Round(by, Multiplier.DecimalsMax) == by)
        {
            return by;
        }

        field.Refuse($"a number from 0.001 to {Multiplier.ByMax} with at most {Multiplier.DecimalsMax} decimals");
        return null;
    }

    /// <summary>All factors together must not lead out of the range of one posting.</summary>
    private static void RequireRoom(DocumentField field, List<Multiplier> factors, IReadOnlyList<Give> gives)
    {
        foreach (var give in gives)
        {
            var largest = factors.Aggregate(
                (decimal)give.Amount, (product, factor) => product > Amounts.PostingMax
                    ? product : product * Math.Max(1, factor.By));
            if (largest > Amounts.PostingMax)
            {
                field.Complain(
                    $"can make more than {Amounts.PostingMax} {give.Currency} of {give.Amount}; "
                    + "allowed: factors whose product keeps every amount within that");
                return;
            }
        }
    }

    private static List<int>? ReadPercents(DocumentField field)
    {
        if (field.AsList("a list like [100, 50, 25, 0]") is not { } items)
        {
            return null;
        }

        if (items.Count is 0 or > Discount.StepsMax)
        {
            field.Complain($"has {items.Count} steps; allowed: 1 to {Discount.StepsMax}");
            return null;
        }

        var percents = new List<int>();
        foreach (var item in items)
        {
            if (item.AsInteger(0, 100) is not { } percent)
            {
                return null;
            }

            if (percents.Count > 0 && percent > percents[^1])
            {
                item.Complain($"is more than the {percents[^1]} before it; allowed: the same or less each time");
                return null;
            }

            percents.Add((int)percent);
        }

        return percents;
    }
}
