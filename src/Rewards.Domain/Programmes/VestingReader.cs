using Rewards.Domain.Rules;
using Rewards.Domain.Vesting;

namespace Rewards.Domain.Programmes;

/// <summary>
/// Reads <c>status</c>: a word, or <c>{ vesting: { activeDays: 7, within: P60D } }</c>.
/// </summary>
internal static class VestingReader
{
    private const string Allowed = "a mapping like { vesting: { activeDays: 7, within: P60D } }";

    private static readonly Dictionary<string, AwardStatus> Statuses = new(StringComparer.Ordinal)
    {
        ["immediate"] = AwardStatus.Granted,
        ["pending"] = AwardStatus.Pending,
    };

    /// <summary>Null after a complaint.</summary>
    public static (AwardStatus Status, VestingTerms? Vesting)? ReadStatus(
        DocumentMapping rule, IReadOnlyList<Effect> effects)
    {
        if (rule.Find("status") is not { } field)
        {
            return (AwardStatus.Granted, null);
        }

        if (field.Node is not MapNode)
        {
            var status = field.AsWord(Statuses);
            if (status == AwardStatus.Pending && effects.Any(effect => effect is QuestEffect))
            {
                field.Complain("waits for review, and progress in a quest counts at once; "
                    + "allowed: a rule of its own for the progress");
            }

            return status is { } known ? (known, null) : null;
        }

        var mapping = field.AsMapping(Allowed)!;
        mapping.AllowOnly("vesting");
        if (effects.Count > 0)
        {
            field.Complain("vests, and badges and entitlements do not; allowed: a rule of their own for them");
        }

        return mapping.Require("vesting", Allowed)?.AsMapping(Allowed) is { } written && ReadTerms(written) is { } terms
            ? (AwardStatus.Vesting, terms)
            : null;
    }

    private static VestingTerms? ReadTerms(DocumentMapping written)
    {
        written.AllowOnly("activeDays", "within");
        var daysMax = VestingTerms.WithinMax.Days;
        var days = written.Require("activeDays", $"an integer from {VestingTerms.ActiveDaysMin} to {daysMax}");
        var needed = days?.AsInteger(VestingTerms.ActiveDaysMin, daysMax);
        var within = written.Require("within", "an ISO period like P60D") is { } field
            ? Periods.ReadLength(field, VestingTerms.WithinMax) : null;
        if (needed is null || within is null)
        {
            return null;
        }

        if (needed > within.Value.TotalDays)
        {
            days!.Complain($"{needed} days do not fit into {within.Value.TotalDays:0.##} days; allowed: at most as "
                + "many as the window has");
            return null;
        }

        return new VestingTerms((int)needed, within.Value);
    }

    /// <summary>What only all rules together can get wrong, about those that vest.</summary>
    public static void Require(
        DocumentField? field,
        IReadOnlyList<Rule> rules,
        IReadOnlyDictionary<string, IReadOnlyList<KeyedCounter>> keyed)
    {
        if (!rules.Any(rule => rule.Vesting is not null))
        {
            return;
        }

        foreach (var rule in rules.Where(rule => rule.Vesting is not null))
        {
            var counters = rule.Limits.Count(limit => limit.Scope.IsKeyed()) + (rule.Discount is null ? 0 : 1);
            if (counters > VestingTerms.KeyedCountersMax)
            {
                field!.Complain(
                    $"has {counters} limits per subject or counterparty (discount included) in '{rule.Id}'; "
                    + $"a rule that vests has at most {VestingTerms.KeyedCountersMax}");
            }
        }

        foreach (var (type, counters) in keyed)
        {
            if (counters.Count > VestingTerms.CountersPerTypeMax)
            {
                field!.Complain($"has {counters.Count} counters per subject or counterparty for '{type}' in all; where "
                    + $"a rule vests, at most {VestingTerms.CountersPerTypeMax} are allowed per activity type");
            }
        }
    }
}
