using Rewards.Domain.Badges;

namespace Rewards.Domain.Programmes;

/// <summary>
/// Reads <c>badges</c>. One with mistakes still counts as declared where its id can be read: one mistake, one
/// complaint.
/// </summary>
internal static class BadgeReader
{
    private const string Allowed = "a list like [{ id: first-answer, names: { en: First answer } }]";

    public static IReadOnlyDictionary<string, Badge> Read(DocumentMapping root)
    {
        var badges = new Dictionary<string, Badge>(StringComparer.Ordinal);
        var field = root.Find("badges");
        var items = field?.AsList(Allowed) ?? [];
        if (items.Count > Badge.Max)
        {
            field!.Complain($"has {items.Count} badges; at most {Badge.Max} are allowed");
            return badges;
        }

        foreach (var item in items)
        {
            if (item.AsMapping("a mapping like { id: first-answer, names: { en: First answer } }") is not { } mapping)
            {
                continue;
            }

            mapping.AllowOnly("id", "names", "description");
            var names = NamesReader.Read(mapping.Find("names"));
            var descriptions = NamesReader.Read(mapping.Find("description"));
            var id = mapping.Require("id", "a name of a–z, 0–9 and '-', unique among the badges");
            if (id?.AsSlug() is { } slug && !badges.TryAdd(slug, new Badge(slug, names, descriptions)))
            {
                id.Complain($"'{slug}' is the id of an earlier badge; each badge needs its own");
            }
        }

        return badges;
    }
}
