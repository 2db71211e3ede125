using Rewards.Domain.Budgets;
using Rewards.Domain.Rules;

namespace Rewards.Domain.Programmes;

/// <summary>Reads <c>rules</c>: each by itself, and that ids and orders are unique.</summary>
internal sealed class RuleReader(Declarations declared)
{
    private const int OrderMax = 1_000_000;

    private static readonly Dictionary<string, Stacking> Stackings = new(StringComparer.Ordinal)
    {
        ["stack"] = Stacking.Stack,
        ["stop"] = Stacking.Stop,
    };

    private readonly Dictionary<string, string> placesById = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Type, long Order), string> placesByOrder = [];
    private readonly LimitReader limits = new([]);

    /// <summary>The rules in the order of writing; incomplete after a complaint.</summary>
    public IReadOnlyList<Rule> Read(DocumentMapping root)
    {
        const string allowed = "a list of rules, or []";
        var field = root.Require("rules", allowed);
        var items = field?.AsList(allowed) ?? [];
        if (items.Count > Programme.RulesMax)
        {
            field!.Complain($"has {items.Count} rules; at most {Programme.RulesMax} are allowed");
            return [];
        }

        Rule[] rules = [.. items.Select(ReadRule).OfType<Rule>()];
        RuleSetChecks.Require(field, rules);
        return rules;
    }

    private Rule? ReadRule(DocumentField field, int ordinal)
    {
        if (field.AsMapping("a mapping with id, order, when and give") is not { } rule)
        {
            return null;
        }

        rule.AllowOnly(
            "id", "order", "when", "if", "give", "status", "stacking", "limits", "coolDown", "quality", "multiply",
            "rounding", "discount", "group", "budget");
        var id = ReadId(rule);
        var when = rule.Require("when", "the name of a declared activity type")
            ?.AsDeclared("activity type", declared.Types.Keys);
        var order = ReadOrder(rule, when);
        var type = when is null ? null : declared.Types[when];
        Condition? ReadCondition(DocumentField written) => new ConditionReader(type, declared).Read(written);
        var condition = rule.Find("if") is { } written ? ReadCondition(written) : null;
        var gives = GiveReader.Read(rule, declared.Currencies, type);
        var effects = EffectReader.Read(rule, declared);
        EffectReader.RequireSense(rule, gives, effects);
        var status = VestingReader.ReadStatus(rule, effects);
        var stacking = rule.Find("stacking") is { } t ? t.AsWord(Stackings) : Stacking.Stack;
        var bounds = limits.Read(rule, id, gives);
        var quality = ReadQuality(rule, type);
        var factors = WeightReader.ReadMultipliers(rule, gives, ReadCondition);
        var rounding = WeightReader.ReadRounding(rule);
        var discount = WeightReader.ReadDiscount(rule, id, when, declared.Types);
        var group = rule.Find("group")?.AsSlug();
        var budget = BudgetReader.ReadOfRule(rule, declared.Budgets, gives);
        return id is null || when is null || order is null || status is null || stacking is null
            ? null
            : new Rule(ordinal, id, (int)order, when, condition, gives, status.Value.Status, stacking.Value, bounds)
            {
                Vesting = status.Value.Vesting,
                Budget = budget,
                Quality = quality,
                Multipliers = factors,
                Rounding = rounding,
                Discount = discount,
                Group = group,
                Effects = effects,
                ReadsMoreThanFacts = condition is not null && CounterIndex.NodesOf(condition).Any(
                    node => node is MeasuredTest),
            };
    }

    /// <summary>Like a test of a number, in a place of its own so that receipts can say what it is about.</summary>
    private static FactTest? ReadQuality(DocumentMapping rule, ActivityType? type)
    {
        const string allowed = "a mapping like { fact: rating, atLeast: 3 }";
        var field = rule.Find("quality");
        if (field?.AsMapping(allowed) is not { } mapping || FactTestReader.Read(mapping, 0, type) is not { } test)
        {
            return null;
        }

        if (test.Comparison is Comparison.AtLeast or Comparison.MoreThan)
        {
            return test;
        }

        field.Complain($"is no lower bound of a number; allowed: {allowed} (other tests belong below if)");
        return null;
    }

    /// <summary>
    /// The id, or null when there is none or another rule has it: then its limits have no keys of their own.
    /// </summary>
    private string? ReadId(DocumentMapping rule)
    {
        var field = rule.Require("id", "a name of a–z, 0–9 and '-', unique among the rules");
        if (field?.AsSlug() is not { } id)
        {
            return null;
        }

        if (placesById.TryAdd(id, field.Path))
        {
            return id;
        }

        field.Complain($"'{id}' is already the id at {placesById[id]}; each rule needs its own");
        return null;
    }

    private long? ReadOrder(DocumentMapping rule, string? when)
    {
        var allowed = $"an integer from 0 to {OrderMax}, unique among the rules of one activity type";
        var field = rule.Require("order", allowed);
        if (field?.AsInteger(0, OrderMax) is not { } order)
        {
            return null;
        }

        if (when is not null && !placesByOrder.TryAdd((when, order), field.Path))
        {
            field.Complain($"{order} is already the order at {placesByOrder[(when, order)]}; "
                + $"each rule of '{when}' needs its own");
        }

        return order;
    }
}
