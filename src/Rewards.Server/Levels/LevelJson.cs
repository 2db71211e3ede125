using System.Text.Json;
using Rewards.Domain.Levels;
using Rewards.Domain.Programmes;
using Rewards.Grains.Members;
using Rewards.Server.Badges;

namespace Rewards.Server.Levels;

/// <summary>Levels and what is missing for the next one. Scores are in points with up to three decimals.</summary>
internal static class LevelJson
{
    /// <summary>The member's level in an activity's answer; null: none.</summary>
    public static void Write(Utf8JsonWriter json, AchievementsMade? achieved, Programme programme)
    {
        if (achieved?.Level is not { } id)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        json.WriteString("id"u8, id);
        BadgeJson.WriteNames(json, "names"u8, NamesOf(programme, id));
        json.WriteBoolean("changed"u8, achieved.LevelChanged);
        json.WriteEndObject();
    }

    /// <summary>Contribution, level and what is missing for the next level.</summary>
    public static void Write(Utf8JsonWriter json, MemberView member, Programme programme)
    {
        json.WritePropertyName("contribution"u8);
        WritePoints(json, member.ContributionMillis);
        json.WritePropertyName("level"u8);
        if (member.Level is { } id)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, id);
            BadgeJson.WriteNames(json, "names"u8, NamesOf(programme, id));
            json.WriteEndObject();
        }
        else
        {
            json.WriteNullValue();
        }

        json.WritePropertyName("nextLevel"u8);
        WriteNext(json, member, programme.Levels);
    }

    public static void WritePoints(Utf8JsonWriter json, long millis) => json.WriteNumberValue(millis / 1_000m);

    private static void WriteNext(Utf8JsonWriter json, MemberView member, LevelLadder? ladder)
    {
        if (ladder?.After(ladder.RankOf(member.Level)) is not { } next)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        json.WriteString("id"u8, next.Id);
        BadgeJson.WriteNames(json, "names"u8, next.Names);
        json.WritePropertyName("atLeast"u8);
        WritePoints(json, next.AtLeastMillis);
        json.WritePropertyName("missing"u8);
        WritePoints(json, Math.Max(0, next.AtLeastMillis - member.ContributionMillis));
        json.WriteEndObject();
    }

    /// <summary>Null for a level that the programme does not know (any more).</summary>
    private static IReadOnlyDictionary<string, string>? NamesOf(Programme programme, string id) =>
        programme.Levels is { } ladder ? ladder.At(ladder.RankOf(id))?.Names : null;
}
