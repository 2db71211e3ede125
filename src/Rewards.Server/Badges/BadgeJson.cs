using System.Text.Json;
using Rewards.Domain.Programmes;
using Rewards.Grains.Members;
using Rewards.Server.Activities;

namespace Rewards.Server.Badges;

/// <summary>Writes badges.</summary>
internal static class BadgeJson
{
    /// <summary>Those that an activity earned; the programme is the version by which it was decided.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<BadgeMade> badges, Programme programme)
    {
        json.WriteStartArray();
        for (var i = 0; i < badges.Count; i++)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, badges[i].Badge);
            WriteNames(json, "names"u8, programme.Badges[badges[i].Badge].Names);
            json.WriteString("rule"u8, programme.Rules[badges[i].Rule].Id);
            json.WriteNumber("ruleVersion"u8, programme.Version);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Those that a member has; one that the programme does not know any more has no names.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<BadgeView> badges, Programme programme)
    {
        json.WriteStartArray();
        foreach (var held in badges)
        {
            var known = programme.Badges.GetValueOrDefault(held.Badge);
            json.WriteStartObject();
            json.WriteString("id"u8, held.Badge);
            WriteNames(json, "names"u8, known?.Names);
            WriteNames(json, "description"u8, known?.Descriptions);
            ActivityJson.WriteTime(json, "earnedAt"u8, held.At);
            json.WriteString("activity"u8, held.Activity);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static void WriteNames(
        Utf8JsonWriter json, ReadOnlySpan<byte> field, IReadOnlyDictionary<string, string>? names)
    {
        json.WriteStartObject(field);
        foreach (var (language, name) in names ?? new Dictionary<string, string>())
        {
            json.WriteString(language, name);
        }

        json.WriteEndObject();
    }
}
