using System.Text.Json.Nodes;

namespace Rewards.Tests.Shared;

/// <summary>
/// Random rules over the activity types of <see cref="CommunityDocument"/>, with everything that changes an amount or
/// decides whether there is one: conditions, least quality, factors, discounts, groups, limits of every kind, stacking,
/// review, vesting, and awards to the counterparty. The same seed, the same rules.
/// </summary>
public sealed class RandomRules(int seed)
{
    public static readonly string[] Types = ["read", "comment", "share"];

    private static readonly string[] Windows = ["day", "week", "month", "lifetime"];
    private static readonly string[] Scopes = ["member", "member-and-subject", "member-and-counterparty"];
    private static readonly string[] Roundings = ["down", "half-up", "half-even"];

    private readonly Random random = new(seed);

    /// <summary>Whether rules may wait for review or active days; otherwise all give at once.</summary>
    public bool Waiting { get; init; } = true;

    /// <summary>Whether a rule that awards may keep the rules after it from being considered.</summary>
    public bool Stopping { get; init; } = true;

    /// <summary>A budget, in stars, on which some of the rules that give stars draw; null: none.</summary>
    public string? Budget { get; init; }

    /// <summary>JSON of the list.</summary>
    public string Make()
    {
        var rules = new JsonArray();
        foreach (var type in Types)
        {
            for (var left = random.Next(1, 5); left > 0; left--)
            {
                rules.Add(Rule(type, rules.Count));
            }
        }

        return rules.ToJsonString();
    }

    private JsonObject Rule(string type, int index)
    {
        // Rules of a group give one currency to one person, the same.
        var group = Chance(3) ? $"group-{random.Next(2)}" : null;
        string[] currencies = group is not null || Chance(2) ? ["stars"]
            : Chance(2) ? ["feathers"] : ["stars", "feathers"];
        var rule = new JsonObject
        {
            ["id"] = $"{type}-{index}",
            ["order"] = 100 - index, // against the order of writing
            ["when"] = type,
            ["give"] = Gives(currencies, toOthers: group is null),
            ["limits"] = Limits(currencies),
        };
        Maybe(rule, 2, "if", () => Condition(type));
        Maybe(rule, type == "read" ? 3 : 0, "quality", () => new JsonObject { ["fact"] = "score", ["atLeast"] = 4 });
        Maybe(rule, 3, "multiply", () => Factors(type));
        Maybe(rule, 2, "discount", Discount);
        if (rule.ContainsKey("multiply") || rule.ContainsKey("discount"))
        {
            Maybe(rule, 2, "rounding", () => Roundings[random.Next(Roundings.Length)]);
        }

        Maybe(rule, 4, "coolDown", () => new JsonObject { ["per"] = Scope(), ["every"] = $"PT{random.Next(1, 30)}H" });
        Maybe(rule, group is null ? 0 : 1, "group", () => group!);
        Maybe(rule, Stopping ? 4 : 0, "stacking", () => "stop");
        Maybe(rule, Waiting ? 3 : 0, "status", Status);
        Maybe(rule, Budget is not null && currencies.Contains("stars") ? 2 : 0, "budget", () => Budget!);
        return rule;
    }

    private JsonNode Status() => Chance(2) ? "pending" : new JsonObject
    {
        ["vesting"] = new JsonObject { ["activeDays"] = random.Next(2, 4), ["within"] = "P4D" },
    };

    private JsonArray Gives(string[] currencies, bool toOthers)
    {
        var gives = new JsonArray();
        foreach (var currency in currencies)
        {
            gives.Add(new JsonObject { ["currency"] = currency, ["amount"] = random.Next(1, 60) });
            if (toOthers && Chance(3))
            {
                gives.Add(new JsonObject
                {
                    ["currency"] = currency,
                    ["amount"] = random.Next(1, 30),
                    ["to"] = "counterparty",
                });
            }
        }

        return gives;
    }

    private JsonArray Limits(string[] currencies)
    {
        var limits = new JsonArray();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        for (var left = random.Next(3); left > 0; left--)
        {
            var (scope, window, times) = (Scope(), Windows[random.Next(Windows.Length)], Chance(2));
            var currency = currencies[random.Next(currencies.Length)];
            if (!taken.Add($"{scope} {window} {(times ? "" : currency)}"))
            {
                continue;
            }

            var limit = new JsonObject { ["per"] = scope, ["within"] = window };
            limit[times ? "times" : "amount"] = times ? random.Next(1, 6) : random.Next(1, 150);
            if (!times)
            {
                limit["currency"] = currency;
            }

            limits.Add(limit);
        }

        return limits;
    }

    private JsonArray Factors(string type)
    {
        var factors = new JsonArray { new JsonObject { ["by"] = random.Next(1, 3_000) / 1_000m } };
        if (Chance(2))
        {
            factors.Add(new JsonObject { ["by"] = random.Next(1, 4), ["if"] = Condition(type) });
        }

        return factors;
    }

    /// <summary>Of support that is returned, too.</summary>
    private JsonObject Discount()
    {
        var percents = Percents(100);
        var discount = new JsonObject
        {
            ["per"] = "counterparty",
            ["within"] = Windows[random.Next(Windows.Length)],
            ["percent"] = percents,
        };
        if (Chance(3))
        {
            // In no place more than the least of the others.
            discount["reciprocal"] = new JsonObject { ["percent"] = Percents((int)percents[^1]!) };
        }

        if (Chance(5))
        {
            discount["shadow"] = true;
        }

        return discount;
    }

    private JsonArray Percents(int max)
    {
        var percents = new JsonArray();
        for (var left = random.Next(1, 5); left > 0; left--)
        {
            max = random.Next(0, max + 1);
            percents.Add(max);
        }

        return percents;
    }

    private JsonObject Condition(string type) => random.Next(type == "read" ? 6 : 5) switch
    {
        0 => new JsonObject { ["member"] = "days", ["atLeast"] = random.Next(0, 4) },
        1 => Count("within", type),
        2 => Count("with", type),
        3 => new JsonObject { ["not"] = Count("distinct", type) },
        4 => new JsonObject
        {
            ["hours"] = new JsonObject { ["from"] = random.Next(1, 12), ["before"] = random.Next(13, 25) },
        },
        _ => new JsonObject { ["fact"] = "score", ["atLeast"] = random.Next(8) },
    };

    private JsonObject Count(string how, string type)
    {
        var count = new JsonObject
        {
            ["count"] = Chance(2) ? type : Types[random.Next(Types.Length)],
            ["within"] = Windows[random.Next(Windows.Length)],
            ["atLeast"] = random.Next(1, 4),
        };
        if (how != "within")
        {
            count[how] = "counterparty";
        }

        return count;
    }

    private string Scope() => Scopes[random.Next(Scopes.Length)];

    private bool Chance(int oneIn) => random.Next(oneIn) == 0;

    private void Maybe(JsonObject rule, int oneIn, string field, Func<JsonNode> make)
    {
        if (oneIn > 0 && Chance(oneIn))
        {
            rule[field] = make();
        }
    }
}
