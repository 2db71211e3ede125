using System.Text.Json.Nodes;
using Rewards.Domain.Programmes;
using Rewards.Tests.Shared;

namespace Rewards.Domain.Tests.Ledger;

/// <summary>Programmes with random rules: the same seed, the same programme.</summary>
internal static class RandomProgrammes
{
    public static readonly string[] Types = ["read", "comment", "share"];

    private static readonly string[] PerSubject = ["member", "member-and-subject"];

    /// <summary>For activities that have a counterparty, too.</summary>
    public static readonly string[] PerCounterparty = [.. PerSubject, "member-and-counterparty"];

    public static Programme Of(int seed, CommunityDocument document, int version = 1, string[]? scopes = null)
    {
        var random = new Random(seed);
        var rules = new JsonArray();
        for (var i = random.Next(1, 8); i > 0; i--)
        {
            rules.Add(Rule(random, rules.Count, scopes ?? PerSubject));
        }

        var written = document with { Rules = rules.ToJsonString() };
        return ProgrammeReader.Read(JsonDocuments.Parse(written.ToUtf8()), version);
    }

    private static JsonObject Rule(Random random, int index, string[] scopes)
    {
        // Orders run against the order of writing.
        var gives = Gives(random);
        var rule = new JsonObject
        {
            ["id"] = $"rule-{index}",
            ["order"] = 100 - index,
            ["when"] = Types[random.Next(Types.Length)],
            ["give"] = gives,
            ["status"] = random.Next(3) == 0 ? "pending" : "immediate",
            ["stacking"] = random.Next(4) == 0 ? "stop" : "stack",
            ["limits"] = Limits(random, [.. gives.Select(give => give.Key)], scopes),
        };
        if (rule["when"]!.GetValue<string>() == "read" && random.Next(2) == 0)
        {
            rule["if"] = new JsonObject { ["fact"] = "score", ["atLeast"] = random.Next(10) };
        }

        if (random.Next(4) == 0)
        {
            var per = scopes[random.Next(scopes.Length)];
            rule["coolDown"] = new JsonObject { ["per"] = per, ["every"] = $"PT{random.Next(1, 40)}H" };
        }

        return rule;
    }

    private static JsonObject Gives(Random random)
    {
        var gives = new JsonObject();
        var both = random.Next(3) == 0;
        var feathers = random.Next(2) == 0;
        if (both || feathers)
        {
            gives["feathers"] = random.Next(1, 50);
        }

        if (both || !feathers)
        {
            gives["stars"] = random.Next(1, 50);
        }

        return gives;
    }

    private static JsonArray Limits(Random random, string[] currencies, string[] scopes)
    {
        var limits = new JsonArray();
        var taken = new HashSet<string>();
        for (var i = random.Next(4); i > 0; i--)
        {
            string[] windows = ["day", "week", "month", "lifetime"];
            var limit = new JsonObject
            {
                ["per"] = scopes[random.Next(scopes.Length)],
                ["within"] = windows[random.Next(4)],
            };
            var currency = random.Next(2) == 0 ? null : currencies[random.Next(currencies.Length)];
            if (!taken.Add($"{limit["per"]} {limit["within"]} {currency}"))
            {
                continue;
            }

            limit[currency is null ? "times" : "amount"] = currency is null ? random.Next(1, 6) : random.Next(1, 150);
            if (currency is not null)
            {
                limit["currency"] = currency;
            }

            limits.Add(limit);
        }

        return limits;
    }
}
