using Rewards.Domain.Rules;
using Rewards.Domain.Time;

namespace Rewards.Domain.Programmes;

/// <summary>
/// Reads tests of the member: <c>{ member: days, atLeast: 30 }</c> and <c>{ count: like-given, within: month,
/// atLeast: 3 }</c>, the latter also with the same counterparty, of distinct ones, or from the counterparty.
/// </summary>
internal static class HistoryTestReader
{
    private const long CountMax = 1_000_000_000;
    private const long DaysMax = 36_500;
    private const string Bounds = "one of atLeast, moreThan, atMost";

    private static readonly Dictionary<string, Comparison> Comparisons = new(StringComparer.Ordinal)
    {
        ["atLeast"] = Comparison.AtLeast,
        ["moreThan"] = Comparison.MoreThan,
        ["atMost"] = Comparison.AtMost,
    };

    // What is counted where the word stands, and whose: only "counterparty" can stand behind it.
    private static readonly Dictionary<string, TallyKind> KindOf = new(StringComparer.Ordinal)
    {
        ["with"] = TallyKind.WithCounterparty,
        ["distinct"] = TallyKind.DistinctCounterparties,
        ["from"] = TallyKind.FromCounterparty,
    };

    public static Condition? ReadDays(DocumentMapping mapping, int ordinal) =>
        ReadBound(mapping, DaysMax, "member") is { } bound
            ? new MembershipDaysTest(ordinal, bound.Comparison, bound.Threshold) : null;

    public static Condition? ReadCount(
        DocumentMapping mapping, int ordinal, IReadOnlyDictionary<string, ActivityType> types)
    {
        mapping.AllowOnly(["count", .. KindOf.Keys, "within", .. Comparisons.Keys]);
        var when = mapping.Find("count")!.AsDeclared("activity type", types.Keys);
        var window = mapping.Require("within", string.Join(", ", WindowWords.All.Keys))?.AsWord(WindowWords.All);
        string[] asked = [.. KindOf.Keys.Where(word => mapping.Find(word) is not null)];
        if (asked.Length > 1)
        {
            mapping.Find(asked[1])!.Complain(
                $"does not go together with '{asked[0]}'; allowed: one of {string.Join(", ", KindOf.Keys)}");
            return null;
        }

        var kind = asked.Length == 0 ? TallyKind.Activities : ReadKind(mapping.Find(asked[0])!, KindOf[asked[0]]);
        var bound = ReadBound(mapping, CountMax);
        if (when is null || window is null || kind is null || bound is null)
        {
            return null;
        }

        return new HistoryTest(
            ordinal, bound.Value.Comparison, bound.Value.Threshold, Tally.Of(kind.Value, window.Value, when));
    }

    private static TallyKind? ReadKind(DocumentField field, TallyKind kind) =>
        field.AsWord(new Dictionary<string, TallyKind> { ["counterparty"] = kind });

    /// <summary>A bound beside a field that says what is bounded, and nothing else.</summary>
    public static (Comparison Comparison, long Threshold)? ReadBound(
        DocumentMapping mapping, long max, params string[] beside)
    {
        mapping.AllowOnly([.. beside, .. Comparisons.Keys]);
        return ReadBound(mapping, max);
    }

    private static (Comparison Comparison, long Threshold)? ReadBound(DocumentMapping mapping, long max)
    {
        var written = mapping.Entries.Where(entry => Comparisons.ContainsKey(entry.Key)).ToList();
        if (written.Count != 1)
        {
            mapping.Complain($"needs exactly one bound; allowed: {Bounds}");
            return null;
        }

        var (bound, field) = written[0];
        return field.AsInteger(0, max) is { } threshold ? (Comparisons[bound], threshold) : null;
    }
}
