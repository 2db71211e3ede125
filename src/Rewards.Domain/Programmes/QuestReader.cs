using Rewards.Domain.Quests;
using Rewards.Domain.Time;

namespace Rewards.Domain.Programmes;

/// <summary>
/// Reads <c>quests</c>: what they are, so that rules can give progress in them. One whose id can be read counts as
/// declared: one mistake, one complaint.
/// </summary>
internal static class QuestReader
{
    private const string Allowed = "a list like [{ id: first-steps, steps: [{ id: quizzes, needed: 5 }] }]";
    private const string OneAllowed = "a mapping like { id: first-steps, steps: [{ id: quizzes, needed: 5 }] }";

    public static IReadOnlyDictionary<string, QuestTerms> Read(DocumentMapping root)
    {
        var quests = new Dictionary<string, QuestTerms>(StringComparer.Ordinal);
        var field = root.Find("quests");
        var items = field?.AsList(Allowed) ?? [];
        if (items.Count > QuestTerms.Max)
        {
            field!.Complain($"has {items.Count} quests; at most {QuestTerms.Max} are allowed");
            return quests;
        }

        foreach (var item in items)
        {
            if (item.AsMapping(OneAllowed) is not { } mapping)
            {
                continue;
            }

            mapping.AllowOnly("id", "names", "within", "dates", "steps", "give");
            var names = NamesReader.Read(mapping.Find("names"));
            var window = mapping.Find("within") is { } written ? written.AsWord(WindowWords.All) : WindowKind.Lifetime;
            var dates = mapping.Find("dates") is { } range ? CalendarTestReader.ReadRange(range, 0) : null;
            var id = mapping.Require("id", "a name of a–z, 0–9 and '-', unique among the quests");
            var slug = id?.AsSlug();
            var steps = QuestStepReader.Read(mapping, slug ?? "", window ?? WindowKind.Lifetime);
            if (slug is not null
                && !quests.TryAdd(slug, new QuestTerms(slug, names, window ?? WindowKind.Lifetime, dates, steps)))
            {
                id!.Complain($"'{slug}' is the id of an earlier quest; each quest needs its own");
            }
        }

        return quests;
    }
}
