using System.Text.Json;
using Rewards.Domain.Rules;
using Rewards.Grains.Members;
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

        return rule.Effects[index] is BadgeEffect badge
            ? achieved.Badges.Concat(achieved.BadgesAwaited)
                .Any(made => made.Rule == rule.Ordinal && made.Badge == badge.Badge)
            : achieved.Entitlements.Any(made => made.Rule == rule.Ordinal && made.Index == index);
    }
}
