using Rewards.Domain.Quests;
using Rewards.Domain.Rules;

namespace Rewards.Domain.Programmes;

/// <summary>Reads progress that a rule gives.</summary>
internal static class QuestEffectReader
{
    /// <summary><c>{ quest: { id: first-steps, step: quizzes, by: 1 } }</c> among what a rule gives.</summary>
    public static QuestEffect? Read(DocumentField field, IReadOnlyDictionary<string, QuestTerms> declared)
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
}
