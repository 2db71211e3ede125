using System.Text;
using System.Text.Json.Nodes;

namespace Rewards.Tests.Shared;

/// <summary>
/// A community's programme as an operator would write it, with the parts that a test wants to choose. Currencies:
/// feathers (with a validity) and stars (for ever); activity types: read, comment and share.
/// </summary>
public sealed record CommunityDocument
{
    public string Community { get; init; } = "birds";

    public string TimeZone { get; init; } = "Asia/Shanghai";

    /// <summary>How long feathers live; null: for ever.</summary>
    public string? FeathersLive { get; init; } = "P30D";

    /// <summary>floor or debt.</summary>
    public string NegativeBalance { get; init; } = "floor";

    /// <summary>reject or record.</summary>
    public string UnknownActivity { get; init; } = "reject";

    public string LatenessMax { get; init; } = "P7D";

    public string PendingLapse { get; init; } = "P10D";

    /// <summary>record or award; null: left out.</summary>
    public string? Muted { get; init; }

    /// <summary>JSON of the list of budgets; null: left out.</summary>
    public string? Budgets { get; init; }

    /// <summary>JSON of the list of rules.</summary>
    public string Rules { get; init; } = "[]";

    /// <summary>JSON of further fields: a contribution model, levels, badges.</summary>
    public string More { get; init; } = "{}";

    /// <summary>The document in JSON.</summary>
    public string ToJson()
    {
        var document = Basics();
        if (Muted is not null)
        {
            document["sanctions"] = new JsonObject { ["muted"] = Muted };
        }

        if (Budgets is not null)
        {
            document["budgets"] = JsonNode.Parse(Budgets);
        }

        foreach (var (field, value) in JsonNode.Parse(More)!.AsObject())
        {
            document[field] = value?.DeepClone();
        }

        return document.ToJsonString();
    }

    private JsonObject Basics() => new()
    {
        ["community"] = Community,
        ["name"] = "Birds",
        ["timeZone"] = TimeZone,
        ["currencies"] = new JsonObject
        {
            ["feathers"] = new JsonObject
            {
                ["expires"] = FeathersLive is null ? "never" : new JsonObject { ["after"] = FeathersLive },
            },
            ["stars"] = new JsonObject { ["expires"] = "never" },
        },
        ["negativeBalance"] = NegativeBalance,
        ["unknownActivity"] = UnknownActivity,
        ["latenessMax"] = LatenessMax,
        ["pendingLapse"] = PendingLapse,
        ["activities"] = JsonNode.Parse(
            """
            {
              "read": { "facts": { "score": "integer", "correct": "boolean", "board": "text", "note": "text" } },
              "comment": { "facts": { "text": { "type": "text", "personal": true }, "board": "text" } },
              "share": {}
            }
            """),
        ["rules"] = JsonNode.Parse(Rules),
    };

    public byte[] ToUtf8() => Encoding.UTF8.GetBytes(ToJson());
}
