using System.Text.Json;
using Rewards.Domain.Programmes;
using Rewards.Domain.Quests;
using Rewards.Grains.Quests;
using Rewards.Server.Badges;

namespace Rewards.Server.Quests;

/// <summary>Writes the progress that an activity gave.</summary>
internal static class QuestJson
{
    /// <summary>The progress that an activity gave; the programme is the version by which it was decided.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<QuestMade> quests, Programme programme)
    {
        json.WriteStartArray();
        foreach (var made in quests)
        {
            var terms = programme.Quests[made.Quest].Terms;
            json.WriteStartObject();
            json.WriteString("id"u8, made.Quest);
            BadgeJson.WriteNames(json, "names"u8, terms.Names);
            json.WriteString("step"u8, made.Step);
            BadgeJson.WriteNames(json, "stepNames"u8, StepOf(terms, made.Step)?.Names);
            json.WriteNumber("by"u8, made.By);
            json.WriteNumber("progress"u8, made.Progress);
            json.WriteNumber("needed"u8, made.Needed);
            json.WriteBoolean("completed"u8, made.Completed);
            json.WriteString("rule"u8, programme.Rules[made.Rule].Id);
            json.WriteNumber("ruleVersion"u8, programme.Version);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static QuestStep? StepOf(QuestTerms quest, string step) =>
        quest.Steps.FirstOrDefault(one => one.Id == step);
}
