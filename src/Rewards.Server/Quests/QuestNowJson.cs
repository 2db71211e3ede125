using System.Text.Json;
using Rewards.Domain.Programmes;
using Rewards.Grains.Quests;
using Rewards.Server.Activities;
using Rewards.Server.Badges;

namespace Rewards.Server.Quests;

/// <summary>Writes a member's quests.</summary>
internal static class QuestNowJson
{
    /// <summary>The quests as they stand for a member, by the programme in force.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<QuestView> quests, Programme programme)
    {
        json.WriteStartArray();
        foreach (var quest in quests)
        {
            var terms = programme.Quests.GetValueOrDefault(quest.Quest)?.Terms;
            json.WriteStartObject();
            json.WriteString("id"u8, quest.Quest);
            BadgeJson.WriteNames(json, "names"u8, terms?.Names);
            json.WriteString("status"u8, quest.Done ? "done"u8 : quest.Open ? "open"u8 : "closed"u8);
            json.WriteNumber("timesDone"u8, quest.TimesDone);
            ActivityJson.WriteTime(json, "until"u8, quest.Until);
            json.WriteStartArray("steps"u8);
            foreach (var step in quest.Steps)
            {
                json.WriteStartObject();
                json.WriteString("id"u8, step.Step);
                BadgeJson.WriteNames(json, "names"u8, terms is null ? null : QuestJson.StepOf(terms, step.Step)?.Names);
                json.WriteNumber("progress"u8, step.Progress);
                json.WriteNumber("needed"u8, step.Needed);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
