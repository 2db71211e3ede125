using Rewards.Domain.Quests;
using Rewards.Domain.Rules;
using Rewards.Domain.Time;

namespace Rewards.Domain.Programmes;

/// <summary>
/// Reads <c>quests</c>: first what they are, so that rules can give progress in them, then what they give. One whose id
/// can be read counts as declared: one mistake, one complaint.
/// </summary>
internal static class QuestReader
{
    private const string Allowed = "a list like [{ id: first-steps, steps: [{ id: quizzes, needed: 5 }] }]";
    private const string OneAllowed = "a mapping like { id: first-steps, steps: [{ id: quizzes, needed: 5 }] }";
    private const string StepAllowed = "a mapping like { id: quizzes, needed: 5 }";

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
            var steps = ReadSteps(mapping, slug ?? "", window ?? WindowKind.Lifetime);
            if (slug is not null
                && !quests.TryAdd(slug, new QuestTerms(slug, names, window ?? WindowKind.Lifetime, dates, steps)))
            {
                id!.Complain($"'{slug}' is the id of an earlier quest; each quest needs its own");
            }
        }

        return quests;
    }

    /// <summary>With what they give, as rules that stand after those that were read.</summary>
    public static IReadOnlyDictionary<string, Quest> ReadRewards(
        DocumentMapping root, IReadOnlyList<Rule> rules, Declarations declared)
    {
        var quests = new Dictionary<string, Quest>(StringComparer.Ordinal);
        foreach (var item in root.Find("quests") is { Node: ListNode } list ? list.AsList("")! : [])
        {
            if (item.Node is not MapNode || item.AsMapping("")!.Find("id") is not { Node: ScalarNode named } id
                || !declared.Quests.TryGetValue(named.Text, out var terms) || quests.ContainsKey(terms.Id))
            {
                continue;
            }

            if (rules.Any(rule => rule.Id == terms.Id))
            {
                id.Complain($"'{terms.Id}' is the id of a rule; receipts tell of both, so each needs its own");
            }

            var mapping = item.AsMapping("")!;
            var gives = mapping.Find("give") is null ? [] : GiveReader.Read(mapping, declared.Currencies, null);
            var effects = EffectReader.Read(mapping, declared);
            if (gives.Any(give => give.To != Recipient.Member) || effects.Any(effect => effect is QuestEffect))
            {
                mapping.Find("give")!.Complain(
                    "gives to others or progress in a quest; allowed: currencies, badges and entitlements for the "
                    + "member");
            }

            quests[terms.Id] = new Quest(terms, new Rule(
                rules.Count + quests.Count, terms.Id, 0, "", null, gives, AwardStatus.Granted, Stacking.Stack, [])
            {
                Effects = effects,
                Completes = terms,
            });
        }

        return quests;
    }

    /// <summary><c>{ quest: { id: first-steps, step: quizzes, by: 1 } }</c> among what a rule gives.</summary>
    public static QuestEffect? ReadEffect(DocumentField field, IReadOnlyDictionary<string, QuestTerms> declared)
    {
        const string allowed = "a mapping like { id: first-steps, step: quizzes, by: 1 }";
        if (field.AsMapping(allowed) is not { } mapping)
        {
            return null;
        }

        mapping.AllowOnly("id", "step", "by");
        var id = mapping.Require("id", "the name of a declared quest")?.AsDeclared("quest", declared.Keys);
        var by = mapping.Find("by") is { } amount ? amount.AsInteger(1, QuestStep.NeededMax) : 1;
        var step = mapping.Require("step", "the name of a step of the quest");
        if (id is null || by is null || step is null)
        {
            return null;
        }

        var steps = declared[id].Steps;
        return step.AsDeclared($"step of '{id}'", steps.Select(one => one.Id)) is { } name
            ? new QuestEffect(declared[id], steps.First(one => one.Id == name), by.Value) : null;
    }

    private static List<QuestStep> ReadSteps(DocumentMapping quest, string questId, WindowKind window)
    {
        const string allowed = $"a list of steps, each {StepAllowed}";
        var steps = new List<QuestStep>();
        var field = quest.Require("steps", allowed);
        var items = field?.AsList(allowed) ?? [];
        if (field?.Node is ListNode && items.Count is 0 or > QuestTerms.StepsMax)
        {
            field.Complain($"has {items.Count} steps; allowed: 1 to {QuestTerms.StepsMax}");
        }

        foreach (var item in items)
        {
            if (item.AsMapping(StepAllowed) is not { } mapping)
            {
                continue;
            }

            mapping.AllowOnly("id", "names", "needed");
            var names = NamesReader.Read(mapping.Find("names"));
            var needed = mapping.Find("needed") is { } many ? many.AsInteger(1, QuestStep.NeededMax) : 1;
            var id = mapping.Require("id", "a name of a–z, 0–9 and '-', unique among the steps of the quest");
            if (id?.AsSlug() is not { } slug)
            {
                continue;
            }

            if (steps.Exists(step => step.Id == slug))
            {
                id.Complain($"'{slug}' is the id of an earlier step; each step needs its own");
            }

            steps.Add(new QuestStep(slug, names, needed ?? 1, QuestTerms.KeyOf(questId, slug, window)));
        }

        return steps;
    }
}
