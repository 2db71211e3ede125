using System.Text.Json;
using System.Text.Json.Nodes;

namespace Rewards.Server.Tests.Fuzz;

/// <summary>
/// Values that meet again: few members, ids and communities, so that reviews, reversals and repeats find something.
/// </summary>
internal static class Pools
{
    /// <summary>A community in which an experiment runs.</summary>
    public const string WithExperiment = "two-arms";

    /// <summary>A community whose second version grants what was recorded before.</summary>
    public const string WithGrants = "back-pay";

    public static readonly string[] Communities =
    [
        "ops-articles", "ops-articles", "ops-articles", "company-lantern", "research-services", "book-club",
        WithExperiment, WithGrants,
    ];

    /// <summary>Texts at and beyond bounds, and of every kind that text can be.</summary>
    public static readonly string[] Texts =
    [
        "", " ", "a", "\t", "文章", "é", "e\u0301", "\U0001F600", "\u202Eabc", "\u0000", "\u0085", "\uFEFF", "a\nb",
        "../..",
        "%2F", "'; DROP TABLE log; --", "<script>", "null", "0", "-0", "5.0", "true", new('x', 127), new('x', 128),
        new('x', 129), new('文', 128), new('x', 500), new('x', 501), new('x', 4096), new('x', 4097), new('x', 70_000),
    ];

    /// <summary>JSON of numbers at and beyond bounds; some are none.</summary>
    public static readonly string[] Numbers =
    [
        "0", "-0", "1", "-1", "5.0", "5e0", "0.5", "1e2", "1E400", "-1e-400", "01", "+1", ".5", "5.", "NaN",
        "1000000000000",
        "1000000000001", "-1000000000001", "9007199254740991", "9007199254740992", "9223372036854775807",
        "9223372036854775808", "-9223372036854775808", "-9223372036854775809", "79228162514264337593543950335",
        "79228162514264337593543950336", "0.0000000000000000000000000001", "1234567890123456789012345678901234567890",
    ];

    /// <summary>JSON that does not fit where it is put, or is none.</summary>
    public static readonly string[] OtherJson =
    [
        "null", "true", "[]", "{}", "[null]", """{"a":{"b":[]}}""", "\"\\ud800\"", "\"\\udc00x\"", "\"\\u0000\"", "'a'",
        "undefined", "/**/1", "[1,]", new string('[', 200) + new string(']', 200), Nested(70), "\"\\x\"", "\"",
    ];

    private static readonly JsonSerializerOptions Escaped = new();

    public static readonly string[] Members = ["member 0", "member 1", "member 2"];

    public static readonly string[] Ids = [.. Enumerable.Range(0, 60).Select(i => $"a{i}")];

    public static string Id(Random random) => Of(random, Ids);

    public static string Member(Random random) => Of(random, Members);

    public static string Of(Random random, string[] pool) => pool[random.Next(pool.Length)];

    /// <summary>A JSON text that was taken from the pools.</summary>
    public static string Json(Random random) => random.Next(3) switch
    {
        0 => JsonSerializer.Serialize(Of(random, Texts), Escaped),
        1 => Of(random, Numbers),
        _ => Of(random, OtherJson),
    };

    private static string Nested(int levels)
    {
        JsonNode node = new JsonObject();
        for (var level = 0; level < levels; level++)
        {
            node = new JsonObject { ["all"] = node };
        }

        return node.ToJsonString(new JsonSerializerOptions { MaxDepth = 500 });
    }
}
