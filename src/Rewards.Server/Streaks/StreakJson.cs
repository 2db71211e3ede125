using System.Text.Json;
using NodaTime.Text;
using Rewards.Domain.Programmes;
using Rewards.Grains.Members;
using Rewards.Server.Badges;

namespace Rewards.Server.Streaks;

/// <summary>Writes a member's streaks.</summary>
internal static class StreakJson
{
    public static void Write(Utf8JsonWriter json, IReadOnlyList<StreakView> streaks, Programme programme)
    {
        json.WriteStartArray();
        foreach (var streak in streaks)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, streak.Streak);
            BadgeJson.WriteNames(json, "names"u8, programme.Streaks.GetValueOrDefault(streak.Streak)?.Names);
            json.WriteNumber("current"u8, streak.Current);
            json.WriteNumber("longest"u8, streak.Longest);
            json.WriteString("lastDay"u8, LocalDatePattern.Iso.Format(streak.LastDay));
            json.WriteNumber("freezesLeft"u8, streak.FreezesLeft);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
