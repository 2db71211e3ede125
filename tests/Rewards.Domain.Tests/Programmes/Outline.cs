using System.Globalization;
using Rewards.Domain.Activities;
using Rewards.Domain.Programmes;
using Rewards.Domain.Rules;

namespace Rewards.Domain.Tests.Programmes;

/// <summary>Texts that are equal when two values mean the same; lines and spelling of numbers left out.</summary>
internal static class Outline
{
    public static string Of(DocumentNode node) => node switch
    {
        MapNode map => "{" + string.Join(",", map.Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => $"<{entry.Key}>:{Of(entry.Value)}")) + "}",
        ListNode list => "[" + string.Join(",", list.Items.Select(Of)) + "]",
        ScalarNode { Kind: ScalarKind.Integer or ScalarKind.Decimal } number =>
            $"{number.Kind} {NumberText.Normalise(number.Text)}",
        ScalarNode scalar => $"{scalar.Kind} <{scalar.Text}>",
        _ => throw new ArgumentOutOfRangeException(nameof(node)),
    };

    public static string Of(Programme programme) => string.Join('\n',
    [
        $"{programme.Community} {programme.Version} {programme.Name} {programme.Calendar.Zone.Id}",
        $"{programme.NegativeBalance} {programme.UnknownActivity} {programme.LatenessMax} {programme.PendingLapse}",
        .. programme.Currencies.Values.Select(
            terms => $"{terms.Code} {terms.Validity} {string.Join(",", terms.Names)}"),
        .. programme.ActivityTypes.Values.Select(type => $"{type.Name} {string.Join(",", type.Facts.Values)}"),
        .. programme.Rules.Select(Of),
        .. programme.RulesByType.Select(pair => $"{pair.Key}: {string.Join(",", pair.Value.Select(rule => rule.Id))}"),
    ]);

    private static string Of(Rule rule) =>
        $"{rule.Ordinal} {rule.Id} {rule.Order} {rule.When} if {Of(rule.If)} give {string.Join(",", rule.Gives)} "
        + $"{rule.Status} {rule.Stacking} {string.Join(",", rule.Limits)}";

    private static string Of(FactValue value) => value.IsNumeric()
        ? $"{value.Kind} {value.Number.ToString("0.############################", CultureInfo.InvariantCulture)}"
        : $"{value.Kind} {value}";

    private static string Of(Condition? condition) => condition switch
    {
        null => "-",
        AllOf all => $"{all.Ordinal}:all({string.Join(",", all.Parts.Select(Of))})",
        AnyOf any => $"{any.Ordinal}:any({string.Join(",", any.Parts.Select(Of))})",
        Not not => $"{not.Ordinal}:not({Of(not.Part)})",
        FactTest test => $"{test.Ordinal}:{test.Fact} {test.Comparison} {string.Join(",", test.Operands.Select(Of))}",
        _ => throw new ArgumentOutOfRangeException(nameof(condition)),
    };
}
