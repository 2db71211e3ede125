using System.Text.Json;
using Rewards.Domain.Communities;
using Rewards.Server.Activities;

namespace Rewards.Server.Communities;

/// <summary>Renders a line of a community's list of versions, with where it stands now.</summary>
internal static class RulesVersionJson
{
    /// <param name="json">Where to.</param>
    /// <param name="version">The version.</param>
    /// <param name="inForce">The number of the one that is in force now.</param>
    public static void Write(Utf8JsonWriter json, PublishedVersion version, int inForce)
    {
        json.WriteStartObject();
        WriteFields(json, version, inForce);
        json.WriteEndObject();
    }

    public static void WriteFields(Utf8JsonWriter json, PublishedVersion version, int inForce)
    {
        json.WriteNumber("version"u8, version.Version);
        json.WriteString("status"u8, Status(version, inForce));
        json.WriteString("documentHash"u8, version.DocumentHash);
        json.WriteString("by"u8, version.By);
        json.WriteString("note"u8, version.Note);
        ActivityJson.WriteTime(json, "publishedAt"u8, version.PublishedAt);
        ActivityJson.WriteTime(json, "effectiveAt"u8, version.ScheduledFor ?? version.PublishedAt);
        if (version.Experiment is not null)
        {
            json.WriteString("experiment"u8, version.Experiment);
        }

        ActivityJson.WriteTime(json, "grantsSince"u8, version.GrantsSince);
        if (version.RulesVersion is { } carrier)
        {
            json.WriteNumber("rulesVersion"u8, carrier);
        }

        if (version.CancelledAt is { } cancelledAt)
        {
            ActivityJson.WriteTime(json, "cancelledAt"u8, cancelledAt);
            json.WriteString("cancelledBy"u8, version.CancelledBy);
        }
    }

    private static string Status(PublishedVersion version, int inForce) =>
        version.Experiment is not null ? "experiment"
        : version.CancelledAt is not null ? "cancelled"
        : version.Version == inForce ? "in-force"
        : version.Version > inForce ? "scheduled"
        : "superseded";
}
