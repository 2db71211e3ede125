using System.Globalization;
using Rewards.Domain.Activities;
using Rewards.Domain.Rules;

namespace Rewards.Domain.Programmes;

/// <summary>Reads one test of one declared fact: <c>{ fact: correct, is: true }</c>.</summary>
internal static class FactTestReader
{
    /// <summary>Most values of <c>in</c>.</summary>
    public const int OperandsMax = 1_000;

    private static readonly string[] Tests = ["is", "in", "atLeast", "moreThan", "atMost", "length"];

    private static readonly Dictionary<string, (Comparison Number, Comparison Length)> Bounds =
        new(StringComparer.Ordinal)
        {
            ["atLeast"] = (Comparison.AtLeast, Comparison.LengthAtLeast),
            ["moreThan"] = (Comparison.MoreThan, Comparison.LengthMoreThan),
            ["atMost"] = (Comparison.AtMost, Comparison.LengthAtMost),
        };

    /// <summary><paramref name="type"/> is null where the rule's activity type is not known.</summary>
    public static FactTest? Read(DocumentMapping mapping, int ordinal, ActivityType? type)
    {
        mapping.AllowOnly(["fact", .. Tests]);
        var terms = ReadFact(mapping, type);
        var written = Tests.Select(mapping.Find).OfType<DocumentField>().ToList();
        if (written.Count != 1)
        {
            mapping.Complain($"needs exactly one test; allowed: {string.Join(", ", Tests)} "
                + "(to test a fact twice, write two tests below all)");
            return null;
        }

        var test = Tests.First(name => mapping.Find(name) is not null);
        if (terms is null || terms.Kind == ActivityTypeReader.Unreadable || !Fits(test, written[0], terms))
        {
            return null;
        }

        return test switch
        {
            "length" => ReadLength(written[0], ordinal, terms),
            "in" => ReadIn(written[0], ordinal, terms),
            _ => ReadOperand(written[0], terms) is { } operand
                ? new FactTest(ordinal, terms.Name, test == "is" ? Comparison.Is : Bounds[test].Number, [operand])
                : null,
        };
    }

    private static FactTerms? ReadFact(DocumentMapping mapping, ActivityType? type)
    {
        var field = mapping.Require("fact", "the name of a declared fact");
        if (type is null)
        {
            return null;
        }

        var name = field?.AsDeclared($"fact of '{type.Name}'", type.Facts.Keys);
        return name is null ? null : type.Facts[name];
    }

    private static bool Fits(string test, DocumentField field, FactTerms terms)
    {
        var isNumber = terms.Kind is FactKind.Integer or FactKind.Decimal;
        if (Bounds.ContainsKey(test) && !isNumber)
        {
            var allowed = terms.Kind == FactKind.Text ? "is, in, length" : "is, in";
            field.Complain($"compares numbers, but '{terms.Name}' is {KindOf(terms)}; allowed: {allowed}");
            return false;
        }

        if (test == "length" && terms.Kind != FactKind.Text)
        {
            var allowed = isNumber ? "is, in, atLeast, moreThan, atMost" : "is, in";
            field.Complain($"counts characters, but '{terms.Name}' is {KindOf(terms)}; allowed: {allowed}");
            return false;
        }

        return true;
    }

    private static FactTest? ReadLength(DocumentField field, int ordinal, FactTerms terms)
    {
        const string allowed = "one of atLeast, moreThan, atMost, like { atLeast: 50 }";
        if (field.AsMapping(allowed) is not { } mapping)
        {
            return null;
        }

        mapping.AllowOnly([.. Bounds.Keys]);
        var bounds = mapping.Entries.Where(entry => Bounds.ContainsKey(entry.Key)).ToList();
        if (bounds.Count != 1)
        {
            mapping.Complain($"needs exactly one bound; allowed: {allowed}");
            return null;
        }

        var (bound, value) = bounds[0];
        return value.AsInteger(0, ActivityLimits.FactTextLengthMax) is { } length
            ? new FactTest(ordinal, terms.Name, Bounds[bound].Length, [FactValue.Of(length)])
            : null;
    }

    private static FactTest? ReadIn(DocumentField field, int ordinal, FactTerms terms)
    {
        if (field.AsList($"a list of values; '{terms.Name}' is {KindOf(terms)}") is not { } items)
        {
            return null;
        }

        if (items.Count is 0 or > OperandsMax)
        {
            field.Complain($"has {items.Count} values; allowed: 1 to {OperandsMax}");
            return null;
        }

        var operands = items.Select(item => ReadOperand(item, terms)).OfType<FactValue>().ToList();
        return operands.Count == items.Count ? new FactTest(ordinal, terms.Name, Comparison.In, operands) : null;
    }

    /// <summary>A value of the fact's own type; a decimal fact takes integers too.</summary>
    private static FactValue? ReadOperand(DocumentField field, FactTerms terms)
    {
        switch (terms.Kind)
        {
            case FactKind.Boolean:
                return field.AsBoolean() is { } truth ? FactValue.Of(truth) : null;
            case FactKind.Integer:
                return field.AsInteger(long.MinValue, long.MaxValue) is { } integer ? FactValue.Of(integer) : null;
            case FactKind.Decimal:
                return ReadDecimal(field);
            default:
                return ReadText(field);
        }
    }

    private static FactValue? ReadText(DocumentField field)
    {
        var allowed = $"a text of at most {ActivityLimits.FactTextLengthMax} characters";
        var text = field.AsText(allowed);
        if (text is null || text.Length <= ActivityLimits.FactTextLengthMax)
        {
            return text is null ? null : FactValue.Of(text);
        }

        field.Complain($"has {text.Length} characters; allowed: {allowed}");
        return null;
    }

    private static FactValue? ReadDecimal(DocumentField field)
    {
        // More digits than a decimal keeps would be rounded silently, and the test would not be the one written.
        const int digitsMax = 28;
        if (field.Node is ScalarNode { Kind: ScalarKind.Integer or ScalarKind.Decimal } scalar
            && scalar.Text.Count(char.IsAsciiDigit) <= digitsMax
            && decimal.TryParse(scalar.Text, NumberText.Style, CultureInfo.InvariantCulture, out var value))
        {
            return FactValue.Of(value);
        }

        field.Refuse($"a number of at most {digitsMax} digits");
        return null;
    }

    private static string KindOf(FactTerms terms) => terms.Kind switch
    {
        FactKind.Text => "a text",
        FactKind.Integer => "an integer",
        FactKind.Decimal => "a decimal",
        _ => "a boolean",
    };
}
