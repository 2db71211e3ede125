using System.Globalization;
using Rewards.Domain.Activities;
using Rewards.Domain.Contribution;
using Rewards.Domain.Rules;

namespace Rewards.Domain.Programmes;

/// <summary>Reads <c>contribution</c>: a list of outcomes. Ids are unique: discounts are counted by them.</summary>
internal static class ContributionReader
{
    private const int DecimalsMax = 3;

    private static readonly Dictionary<string, bool> Moments = new(StringComparer.Ordinal)
    {
        ["recorded"] = false,
        ["approved"] = true,
    };

    public static ContributionModel Read(DocumentField field, Declarations declared)
    {
        var outcomes = new List<Outcome>();
        var places = new Dictionary<string, string>(StringComparer.Ordinal);
        var items = field.AsList("a list of outcomes like [{ id: like, when: like-given, points: 1 }]") ?? [];
        if (items.Count > ContributionModel.OutcomesMax)
        {
            field.Complain($"has {items.Count} outcomes; at most {ContributionModel.OutcomesMax} are allowed");
            return new ContributionModel([]);
        }

        foreach (var item in items)
        {
            if (item.AsMapping("a mapping with id, when and points") is { } mapping
                && ReadOutcome(mapping, outcomes.Count, declared) is { } outcome)
            {
                if (!places.TryAdd(outcome.Id, item.Path))
                {
                    item.Complain($"'{outcome.Id}' is already the id at {places[outcome.Id]}; each needs its own");
                }

                outcomes.Add(outcome);
            }
        }

        RequireFewDiscounts(field, outcomes);
        return new ContributionModel(outcomes);
    }

    private static Outcome? ReadOutcome(
        DocumentMapping mapping, int ordinal, Declarations declared)
    {
        var types = declared.Types;
        mapping.AllowOnly("id", "when", "for", "counts", "points", "fact", "if", "discount");
        var id = mapping.Require("id", "a name of a–z, 0–9 and '-', unique among the outcomes")?.AsSlug();
        var when = mapping.Require("when", "the name of a declared activity type")
            ?.AsDeclared("activity type", types.Keys);
        var type = when is null ? null : types[when];
        var person = mapping.Find("for") is { } who ? GiveReader.ReadRecipient(who, type) : Recipient.Member;
        var moment = mapping.Find("counts") is { } counts ? counts.AsWord(Moments) : false;
        var points = mapping.Require("points", "a number like 10, -20 or 0.5");
        var millis = points is null ? null : ReadMillis(points);
        var fact = mapping.Find("fact") is { } scale ? ReadScale(scale, type) : null;
        var condition = mapping.Find("if") is { } written ? ReadCondition(written, type, declared) : null;
        var discount = WeightReader.ReadDiscount(mapping, $"contribution/{id}", when, declared.Types);
        if (discount?.Reciprocal is not null)
        {
            mapping.Find("discount")!.Complain("counts reciprocal pairs, which only grains of members know of each "
                + "other; allowed: per, within, percent (rules may count pairs)");
        }

        if (id is null || when is null || person is null || moment is null || millis is null)
        {
            return null;
        }

        var personFact = type!.People.GetValueOrDefault(person.Value);
        return new Outcome(
            ordinal, id, when, person.Value, personFact, moment.Value, millis.Value, fact, condition, discount);
    }

    private static Condition? ReadCondition(
        DocumentField field, ActivityType? type, Declarations declared)
    {
        var condition = new ConditionReader(type, declared).Read(field);
        if (condition is not null && CounterIndex.NodesOf(condition).Any(node => node is HistoryTest))
        {
            field.Complain("asks for a count of past activity; allowed: facts, days of membership and calendar "
                + "(for distinct people, use a discount of [100, 0])");
        }

        if (condition is not null && CounterIndex.NodesOf(condition).Any(node => node is IAchievementTest))
        {
            field.Complain("asks what the member has come to, and a contribution counts alike whoever makes it; "
                + "allowed: facts, days of membership and calendar");
        }

        return condition;
    }

    private static string? ReadScale(DocumentField field, ActivityType? type)
    {
        if (type is null || field.AsDeclared($"fact of '{type.Name}'", type.Facts.Keys) is not { } fact)
        {
            return null;
        }

        if (type.Facts[fact].Kind is FactKind.Text or FactKind.Boolean)
        {
            field.Complain($"'{fact}' is no number; allowed: a fact of type integer or decimal");
        }

        return fact;
    }

    private static long? ReadMillis(DocumentField field)
    {
        if (field.Node is ScalarNode { Kind: ScalarKind.Integer or ScalarKind.Decimal } scalar
            && decimal.TryParse(scalar.Text, NumberText.Style, CultureInfo.InvariantCulture, out var points)
            && points != 0 && Math.Abs(points) <= Outcome.MillisMax / 1_000
            && decimal.Round(points, DecimalsMax) == points)
        {
            return (long)(points * 1_000);
        }

        field.Refuse($"a number from -{Outcome.MillisMax / 1_000} to {Outcome.MillisMax / 1_000}, not 0, "
            + $"with at most {DecimalsMax} decimals");
        return null;
    }

    private static void RequireFewDiscounts(DocumentField field, List<Outcome> outcomes)
    {
        foreach (var type in outcomes.Where(outcome => outcome.Discount is not null).GroupBy(outcome => outcome.When))
        {
            if (type.Count() > ContributionModel.DiscountsPerTypeMax)
            {
                field.Complain($"has {type.Count()} outcomes with a discount for '{type.Key}'; "
                    + $"at most {ContributionModel.DiscountsPerTypeMax} are allowed");
            }
        }
    }
}
