using System.Text.Json;
using Rewards.Domain.Activities;
using Rewards.Grains.Members;

namespace Rewards.Server.Activities;

/// <summary>Writes what was told of an activity, for those who ask for it later.</summary>
internal static class RecordedActivityJson
{
    public static void Write(Utf8JsonWriter json, ActivityAnswer answer)
    {
        var activity = answer.Activity;
        json.WriteString("type"u8, activity.Type);
        ActivityJson.WriteTime(json, "at"u8, activity.At);
        ActivityJson.WriteTime(json, "recordedAt"u8, answer.RecordedAt);
        if (activity.Subject is not null)
        {
            json.WriteString("subject"u8, activity.Subject);
        }

        if (activity.Counterparty is not null)
        {
            json.WriteString("counterparty"u8, activity.Counterparty);
        }

        json.WriteStartObject("facts"u8);
        foreach (var fact in activity.Facts)
        {
            json.WritePropertyName(fact.Name);
            WriteValue(json, fact.Value);
        }

        json.WriteEndObject();
    }

    public static void WriteValue(Utf8JsonWriter json, FactValue value)
    {
        switch (value.Kind)
        {
            case FactKind.Text: json.WriteStringValue(value.AsText()); break;
            case FactKind.Integer: json.WriteNumberValue(value.AsInteger()); break;
            case FactKind.Boolean: json.WriteBooleanValue(value.AsBoolean()); break;
            default: json.WriteNumberValue(value.Number); break;
        }
    }
}
