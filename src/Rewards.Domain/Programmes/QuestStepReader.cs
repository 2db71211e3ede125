using Rewards.Domain.Quests;
using Rewards.Domain.Time;

namespace Rewards.Domain.Programmes;

/// <summary>Reads the <c>steps</c> of a quest.</summary>
internal static class QuestStepReader
{
    private const string StepAllowed = "a mapping like { id: quizzes, needed: 5 }";

    public static List<QuestStep> Read(DocumentMapping quest, string questId, WindowKind window)
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
