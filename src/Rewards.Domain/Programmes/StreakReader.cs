using Rewards.Domain.Streaks;

namespace Rewards.Domain.Programmes;

/// <summary>Reads <c>streaks</c>. One whose id can be read counts as declared: one mistake, one complaint.</summary>
internal static class StreakReader
{
    private const string Allowed = "a list like [{ id: daily, when: [quiz-answered], freezes: 1 }]";

    public static IReadOnlyDictionary<string, StreakTerms> Read(
        DocumentMapping root, IReadOnlyDictionary<string, ActivityType> types)
    {
        var streaks = new Dictionary<string, StreakTerms>(StringComparer.Ordinal);
        var field = root.Find("streaks");
        var items = field?.AsList(Allowed) ?? [];
        if (items.Count > StreakTerms.Max)
        {
            field!.Complain($"has {items.Count} streaks; at most {StreakTerms.Max} are allowed");
            return streaks;
        }

        foreach (var item in items)
        {
            if (item.AsMapping("a mapping like { id: daily, when: [quiz-answered] }") is not { } mapping)
            {
                continue;
            }

            mapping.AllowOnly("id", "names", "when", "freezes");
            var names = NamesReader.Read(mapping.Find("names"));
            var when = mapping.Require("when", TypeListReader.Allowed) is { } listed
                ? TypeListReader.Read(listed, types) : [];
            var freezes = mapping.Find("freezes") is { } many ? many.AsInteger(0, StreakTerms.FreezesMax) : 0;
            var id = mapping.Require("id", "a name of a–z, 0–9 and '-', unique among the streaks");
            if (id?.AsSlug() is { } slug
                && !streaks.TryAdd(slug, new StreakTerms(slug, names, when, (int)(freezes ?? 0))))
            {
                id.Complain($"'{slug}' is the id of an earlier streak; each streak needs its own");
            }
        }

        return streaks;
    }

    /// <summary>By the activity type that counts for them; null where there are none.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<StreakTerms>>? ByType(
        IReadOnlyDictionary<string, StreakTerms> streaks) => streaks.Count == 0 ? null : streaks.Values
        .SelectMany(streak => streak.When.Select(type => (type, streak)))
        .GroupBy(it => it.type, it => it.streak, StringComparer.Ordinal)
        .ToDictionary(type => type.Key, IReadOnlyList<StreakTerms> (type) => [.. type], StringComparer.Ordinal);
}
