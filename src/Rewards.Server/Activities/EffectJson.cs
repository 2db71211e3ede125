using System.Text.Json;
using Rewards.Domain.Rules;
using Rewards.Grains.Members;
using Rewards.Grains.Quests;
using Rewards.Server.Entitlements;

namespace Rewards.Server.Activities;

/// <summary>
/// Renders, below <c>gives</c> of a receipt, what a rule gives beside currencies and whether it did (or will, once it
/// is approved).
/// </summary>
internal static class EffectJson
{
    public static void Write(Utf8JsonWriter json, ActivityAnswer answer, Rule rule)
    {
        for (var i = 0; i < rule.Effects.Count; i++)
        {
            json.WriteStartObject();
            if (rule.Effects[i] is BadgeEffect badge)
            {
                json.WriteString("badge"u8, badge.Badge);
            }
            else if (rule.Effects[i] is EntitlementEffect { Terms: { } terms })
            {
                json.WriteStartObject("entitlement"u8);
                json.WriteString("kind"u8, EntitlementJson.Name(terms.Kind));
                json.WriteString("item"u8, terms.Item);
                json.WriteNumber("quantity"u8, terms.Quantity);
                json.WriteEndObject();
            }

            else if (rule.Effects[i] is QuestEffect quest)
            {
                WriteQuest(json, quest, MadeOf(answer, rule, quest));
            }

            json.WriteBoolean("granted"u8, IsGranted(answer, rule, i));
            json.WriteEndObject();
        }
    }

    public static bool IsGranted(ActivityAnswer answer, Rule rule, int index)
    {
        if (answer.Achieved is not { } achieved)
        {
            return false;
        }

        if (rule.Effects[index] is QuestEffect quest)
        {
            return MadeOf(answer, rule, quest) is not null;
        }

        return rule.Effects[index] is BadgeEffect badge
            ? achieved.Badges.Concat(achieved.BadgesAwaited)
                .Any(made => made.Rule == rule.Ordinal && made.Badge == badge.Badge)
            : achieved.Entitlements.Any(made => made.Rule == rule.Ordinal && made.Index == index);
    }

    /// <summary>The progress that the rule gave in the step; null: it took no more.</summary>
    public static QuestMade? MadeOf(ActivityAnswer answer, Rule rule, QuestEffect quest) =>
        answer.Achieved?.Quests.FirstOrDefault(made =>
            made.Rule == rule.Ordinal && made.Quest == quest.Quest.Id && made.Step == quest.Step.Id);

    private static void WriteQuest(Utf8JsonWriter json, QuestEffect effect, QuestMade? made)
    {
        json.WriteStartObject("quest"u8);
        json.WriteString("id"u8, effect.Quest.Id);
        json.WriteString("step"u8, effect.Step.Id);
        json.WriteNumber("asked"u8, effect.By);
        json.WriteNumber("by"u8, made?.By ?? 0);
        if (made is not null)
        {
            json.WriteNumber("progress"u8, made.Progress);
            json.WriteNumber("needed"u8, made.Needed);
        }

        json.WriteEndObject();
    }
}
