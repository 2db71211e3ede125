using System.Globalization;
using System.Text.Json;
using Rewards.Grains.Standing;
using Rewards.Server.Activities;

namespace Rewards.Server.Standing;

/// <summary>Renders standings and their changes.</summary>
internal static class StandingJson
{
    public static void Write(Utf8JsonWriter json, StandingView view)
    {
        json.WriteStartObject();
        json.WriteString("is"u8, StandingNames.Of(view.Standing));
        ActivityJson.WriteTime(json, "since"u8, view.Since);
        ActivityJson.WriteTime(json, "until"u8, view.Until);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, StandingAnswer answer)
    {
        json.WriteStartObject();
        json.WriteBoolean("replayed"u8, answer.Replayed);
        json.WritePropertyName("change"u8);
        Write(json, answer.Change);
        json.WritePropertyName("current"u8);
        Write(json, answer.Current);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, StandingPage page)
    {
        json.WriteStartObject();
        json.WritePropertyName("current"u8);
        Write(json, page.Current);
        json.WriteStartArray("items"u8);
        foreach (var change in page.Changes)
        {
            Write(json, change);
        }

        json.WriteEndArray();
        json.WriteString("next"u8, page.Next?.ToString(CultureInfo.InvariantCulture));
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, StandingChange change)
    {
        json.WriteStartObject();
        json.WriteNumber("number"u8, change.Number);
        json.WriteString("standing"u8, StandingNames.Of(change.Standing));
        ActivityJson.WriteTime(json, "until"u8, change.Until);
        json.WriteString("by"u8, change.By);
        if (change.Reason is { } reason)
        {
            json.WriteString("reason"u8, reason);
        }

        ActivityJson.WriteTime(json, "at"u8, change.At);
        json.WriteEndObject();
    }
}
