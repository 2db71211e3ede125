using System.Text.Json;
using NodaTime;
using Rewards.Domain.Experiments;
using Rewards.Server.Activities;

namespace Rewards.Server.Experiments;

/// <summary>Renders an experiment.</summary>
internal static class ExperimentJson
{
    public static void Write(Utf8JsonWriter json, Experiment experiment, Instant now)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, experiment.Id);
        json.WriteString("status"u8, experiment.RunsAt(now) ? "running" : "ended");
        json.WriteNumber("version"u8, experiment.Version);
        json.WriteNumber("percent"u8, experiment.Percent);
        json.WriteString("by"u8, experiment.By);
        json.WriteString("note"u8, experiment.Note);
        ActivityJson.WriteTime(json, "startedAt"u8, experiment.StartedAt);
        if (experiment.Until is { } until)
        {
            ActivityJson.WriteTime(json, "until"u8, until);
        }

        if (experiment.StoppedAt is { } stoppedAt)
        {
            ActivityJson.WriteTime(json, "stoppedAt"u8, stoppedAt);
            json.WriteString("stoppedBy"u8, experiment.StoppedBy);
        }

        json.WriteEndObject();
    }
}
