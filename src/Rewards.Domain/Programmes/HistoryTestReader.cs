using Rewards.Domain.Rules;
using Rewards.Domain.Time;

namespace Rewards.Domain.Programmes;

/// <summary>
/// Reads tests of the member: <c>{ member: days, atLeast: 30 }</c> and <c>{ count: like-given, within: month,
/// atLeast: 3 }</c>, the latter also with the same counterparty or of distinct ones.
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

    private static readonly Dictionary<string, TallyKind> Partners = new(StringComparer.Ordinal)
    {
        ["counterparty"] = TallyKind.WithCounterparty,
    };

    public static Condition? ReadDays(DocumentMapping mapping, int ordinal) =>
        ReadBound(mapping, DaysMax, "member") is { } bound
            ? new MembershipDaysTest(ordinal, bound.Comparison, bound.Threshold) : null;

    public static Condition? ReadCount(
        DocumentMapping mapping, int ordinal, IReadOnlyDictionary<string, ActivityType> types)
    {
        mapping.AllowOnly(["count", "with", "distinct", "within", .. Comparisons.Keys]);
        var when = mapping.Find("count")!.AsDeclared("activity type", types.Keys);
        var window = mapping.Require("within", string.Join(", ", WindowWords.All.Keys))?.AsWord(WindowWords.All);
        var with = mapping.Find("with");
        var distinct = mapping.Find("distinct");
        if (with is not null && distinct is not null)
        {
            distinct.Complain("does not go together with 'with'; allowed: one of with, distinct");
            return null;
        }

        var partner = (with ?? distinct) is { } written ? written.AsWord(Partners) : TallyKind.Activities;
        var bound = ReadBound(mapping, CountMax);
        if (when is null || window is null || partner is null || bound is null)
        {
            return null;
        }

        var kind = distinct is null ? partner.Value : TallyKind.DistinctCounterparties;
        return new HistoryTest(
            ordinal, bound.Value.Comparison, bound.Value.Threshold, Tally.Of(kind, window.Value, when));
    }

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
