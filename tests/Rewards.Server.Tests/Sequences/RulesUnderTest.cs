using System.Text.Json.Nodes;

namespace Rewards.Server.Tests.Sequences;

/// <summary>
/// The programme of the sequences, in the shape that operators write and in the plainest words of the model: read gives 5
/// feathers, at most 20 a day; comment 10 feathers after review, at most 25 a day and one a subject and week; share 3
/// stars and 2 feathers, twice per subject for ever. Feathers live 30 days, reviews 10.
/// </summary>
internal static class RulesUnderTest
{
    public const int LapseDays = 10;
    public const int LatenessHours = 7 * 24;
    private const int FeathersLiveDays = 30;

    /// <summary>Shanghai has had no other since 1991.</summary>
    private static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    public static string Document(string community, bool debt) => new JsonObject
    {
        ["community"] = community,
        ["name"] = "Sequences",
        ["timeZone"] = "Asia/Shanghai",
        ["currencies"] = JsonNode.Parse("""{"feathers":{"expires":{"after":"P30D"}},"stars":{"expires":"never"}}"""),
        ["negativeBalance"] = debt ? "debt" : "floor",
        ["unknownActivity"] = "reject",
        ["latenessMax"] = "P7D",
        ["pendingLapse"] = "P10D",
        ["activities"] = JsonNode.Parse("""{"read":{"facts":{}},"comment":{"facts":{}},"share":{"facts":{}}}"""),
        ["rules"] = JsonNode.Parse("""
            [
              { "id": "read", "order": 1, "when": "read", "give": { "feathers": 5 },
                "limits": [{ "per": "member", "within": "day", "amount": 20 }] },
              { "id": "comment", "order": 1, "when": "comment", "give": { "feathers": 10 }, "status": "pending",
                "limits": [{ "per": "member", "within": "day", "amount": 25 },
                           { "per": "member-and-subject", "within": "week", "times": 1 }] },
              { "id": "share", "order": 1, "when": "share", "give": { "stars": 3, "feathers": 2 },
                "limits": [{ "per": "member-and-subject", "within": "lifetime", "times": 2 }] }
            ]
            """),
    }.ToJsonString();

    /// <summary>When points that can be spent from a moment on end; null: never.</summary>
    public static DateTime? Ends(string currency, DateTime from) => currency == "stars"
        ? null
        : (from + Offset).Date.AddDays(FeathersLiveDays + 1) - Offset;

    /// <summary>What a new activity gives, by currency, after what others have used of the limits.</summary>
    public static (string Currency, long Asked, long Given)[] Gives(
        string type, int subject, DateTime at, IReadOnlyList<EarnedModel> before)
    {
        var same = before.Where(one => one.Type == type && one.Gave && !one.Freed).ToList();
        switch (type)
        {
            case "read":
                return Limited("feathers", 5, 20 - same.Where(one => Day(one.At) == Day(at)).Sum(one => one.Sum));
            case "comment":
                var left = 25 - same.Where(one => Day(one.At) == Day(at)).Sum(one => one.Sum);
                return same.Exists(one => one.Subject == subject && Monday(one.At) == Monday(at))
                    ? []
                    : Limited("feathers", 10, left);
            default:
                return same.Count(one => one.Subject == subject) >= 2 ? [] : [("stars", 3, 3), ("feathers", 2, 2)];
        }
    }

    private static (string, long, long)[] Limited(string currency, long asked, long left) =>
        left <= 0 ? [] : [(currency, asked, Math.Min(asked, left))];

    private static DateTime Day(DateTime at) => (at + Offset).Date;

    private static DateTime Monday(DateTime at) => Day(at).AddDays(-(((int)Day(at).DayOfWeek + 6) % 7));
}

/// <summary>An activity that was taken, and what became of it.</summary>
internal sealed class EarnedModel(string type, int subject, DateTime at, DateTime receivedAt)
{
    public string Type => type;

    public int Subject => subject;

    /// <summary>When it happened.</summary>
    public DateTime At => at;

    public DateTime ReceivedAt => receivedAt;

    /// <summary>As it was told: null when the time was left out.</summary>
    public DateTime? ToldAt { get; init; }

    public (string Currency, long Asked, long Given)[] Given { get; init; } = [];

    public bool Gave => Given.Length > 0;

    public long Sum => Given.Sum(one => one.Given);

    /// <summary>pending, granted, rejected, lapsed; null when it never waited for review.</summary>
    public string? Review { get; set; }

    public DateTime ApprovedAt { get; set; }

    public bool Reversed { get; set; }

    /// <summary>What it had used of limits is free again.</summary>
    public bool Freed { get; set; }
}
