namespace Rewards.Server.Tests.Rules;

public static partial class MalformedCorpus
{
    private const string Rule = "rules[0]";

    public static readonly Mistake[] Rules =
    [
        new("- id: answer\n", "- id: Answer\n", Rule + ".id", "lower-case"),
        new("- id: short-answer", "- id: answer", "rules[1].id", "each rule needs its own"),
        new("order: 20", "order: 10", "rules[1].order", "needs its own"),
        new("order: 20", "order: -1", "rules[1].order", "from 0 to 1000000"),
        new("order: 20", "order: 0x10", "rules[1].order", "10"),
        new("order: 20", "order: 007", "rules[1].order", "007"),
        new("order: 20", "order: 1e3", "rules[1].order", "1e3"),
        new("order: 20", "oder: 20", "rules[1].oder", "did you mean 'order'?"),
        new("fact: rating, atLeast: 3.5", "fact: rating, atMost: 3.5", Rule + ".quality", "no lower bound"),
        new("fact: rating, atLeast: 3.5", "fact: rateing, atLeast: 3.5", Rule + ".quality.fact", "'rating'?"),
        new("fact: rating, atLeast: 3.5", "fact: text, atLeast: 3.5", Rule + ".quality.atLeast", "allowed: is, in"),
        new("{ fact: rating, atLeast: 3.5 }", "3.5", Rule + ".quality", "{ fact: rating, atLeast: 3 }"),
        new("give: { feathers: 10 }", "give: { fethers: 10 }", Rule + ".give.fethers", "did you mean 'feathers'?"),
        new("give: { feathers: 10 }", "give: { feathers: 0 }", Rule + ".give.feathers", "an integer from 1"),
        new("give: { feathers: 10 }", "give: { feathers: 1.5 }", Rule + ".give.feathers", "an integer from 1"),
        new("give: { feathers: 10 }", "give: { feathers: 9223372036854775808 }", Rule + ".give.feathers", "an integer"),
        new("give: { feathers: 10 }", "give: 10", Rule + ".give", "{ feathers: 5 }"),
        new("by: 1.5", "by: 0", Rule + ".multiply[0].by", "from 0.001 to 1000"),
        new("by: 1.5", "by: -2", Rule + ".multiply[0].by", "from 0.001 to 1000"),
        new("by: 1.5", "by: 1001", Rule + ".multiply[0].by", "from 0.001 to 1000"),
        new("by: 1.5", "by: 1.0005", Rule + ".multiply[0].by", "at most 3 decimals"),
        new("by: 1.5", "by: 150%", Rule + ".multiply[0].by", "a number from"),
        new("by: 1.5,", "", Rule + ".multiply[0].by", "a factor like 1.5"),
        new("by: 1.5", "times: 1, by: 1.5", Rule + ".multiply[0].times", "Allowed: by, if"),
        new("- { by: 1.5, if: { weekday: sunday } }", "[]", Rule + ".multiply", "has 0 factors", -1),
        new("- { by: 1.5, if: { weekday: sunday } }", "{ by: 2 }", Rule + ".multiply", "a list of", -1),
        new(
            "- { by: 1.5, if: { weekday: sunday } }", "[{ by: 1 }, { by: 1 }, { by: 1 }, { by: 1 }, { by: 1 }]",
            Rule + ".multiply", "allowed: 1 to 4", -1),
        new(
            "- { by: 1.5, if: { weekday: sunday } }", "[{ by: 1000 }, { by: 1000 }, { by: 1000 }, { by: 1000 }]",
            Rule + ".multiply", "keeps every amount within", -1),
        new("if: { weekday: sunday }", "if: { weekday: sunny }", Rule + ".multiply[0].if.weekday", "did you mean"),
        new("rounding: half-up", "rounding: up", Rule + ".rounding", "Allowed: down, half-up"),
        new("rounding: half-up", "rounding: halfup", Rule + ".rounding", "did you mean 'half-up'?"),
        new(
            "give: { feathers: 2 }", "give: { feathers: 2 }\n    rounding: down",
            "rules[1].rounding", "belongs to a rule with multiply", 1),
        new("per: counterparty", "per: member", Rule + ".discount.per", "Allowed: counterparty"),
        new("per: counterparty, within: month", "per: counterparty", Rule + ".discount.within", "day, week, month"),
        new("[100, 50, 25, 0]", "[100, 50, 75]", Rule + ".discount.percent[2]", "the same or less each time"),
        new("[100, 50, 25, 0]", "[101]", Rule + ".discount.percent[0]", "from 0 to 100"),
        new("[100, 50, 25, 0]", "[]", Rule + ".discount.percent", "1 to 16"),
        new("[100, 50, 25, 0]", "100", Rule + ".discount.percent", "[100, 50, 25, 0]"),
        new("[100, 50, 25, 0]", "[0.5]", Rule + ".discount.percent[0]", "an integer"),
        new("[100, 50, 25, 0]", "[100], shadow: perhaps", Rule + ".discount.shadow", "true or false"),
        new("[100, 50, 25, 0]", "[100], shaddow: true", Rule + ".discount.shaddow", "did you mean 'shadow'?"),
        new("[100, 50, 25, 0]", "[100], reciprocal: [50]", Rule + ".discount.reciprocal", "{ percent: [50, 25, 0] }"),
        new("[100, 50, 25, 0]", "[100], reciprocal: {}", Rule + ".discount.reciprocal.percent", "[50, 25, 0]"),
        new(
            "[100, 50, 25, 0]", "[100, 50], reciprocal: { percent: [50] }, shadow: no",
            Rule + ".discount.shadow", "true or false"),
        new(
            "[100, 50, 25, 0]", "[100, 50], reciprocal: { percent: [60] }", Rule + ".discount.reciprocal.percent",
            "gives 60 % in place 2, where support without return has 50 %"),
        new(
            "[100, 50, 25, 0]", "[100], reciprocal: { percent: [50, 75] }",
            Rule + ".discount.reciprocal.percent[1]", "the same or less each time"),
        new(
            "[100, 50, 25, 0]", "[100], reciprocal: { percent: [50], when: [like-gven] }",
            Rule + ".discount.reciprocal.when[0]", "did you mean 'like-given'?"),
        new(
            "[100, 50, 25, 0]", "[100], reciprocal: { percent: [50], when: [] }",
            Rule + ".discount.reciprocal.when", "a list of declared activity types"),
        new(
            "[100, 50, 25, 0]", "[100], reciprocal: { percent: [50], within: day }",
            Rule + ".discount.reciprocal.within", "Allowed: percent, when"),
        new("[100, 50, 25, 0]", "[100], reciprocl: { percent: [50] }", Rule + ".discount.reciprocl", "'reciprocal'?"),
        new("group: best-answer\n    status", "group: Best!\n    status", Rule + ".group", "lower-case"),
        new("give: { feathers: 2 }", "give: { stars: 2 }", "rules", "cannot be compared", -33),
        new("status: pending", "status: waiting", Rule + ".status", "Allowed: immediate, pending"),
        new("stacking: stop", "stacking: stopp", Rule + ".stacking", "did you mean 'stop'?"),
        new("per: member, within: day", "per: member, within: year", Rule + ".limits[0].within", "day, week, month"),
        new("times: 3", "times: 0", Rule + ".limits[0].times", "from 1"),
        new("times: 3", "times: 3, amount: 3", Rule + ".limits[0]", "either times"),
        new("per: member-and-counterparty", "per: counterparty", Rule + ".limits[1].per", "Allowed: member"),
        new("amount: 30", "amount: 30, currency: stars", Rule + ".limits[1].currency", "Allowed: feathers"),
        new("coolDown: PT5M", "coolDown: 5 minutes", Rule + ".coolDown", "PT10M"),
        new("coolDown: PT5M", "coolDown: P32D", Rule + ".coolDown", "at most P31D"),
        new("coolDown: PT5M", "cooldown: PT5M", Rule + ".cooldown", "did you mean 'coolDown'?"),
    ];

    public static readonly Mistake[] Files =
    [
        new("name: Birds", "name: Birds\ncommunity: birds", "community", "allowed: once", 1),
        new("  stars: {}", "  stars: {}\n  stars: {}", "currencies.stars", "allowed: once", 1),
        new("  stars: {}", "  stars: &a {}", "currencies.stars", "remove it"),
        new("  stars: {}", "  stars: *feathers", "currencies.stars", "write the value out"),
        new("  stars: {}", "  <<: { stars: {} }", "currencies", "write the fields out"),
        new("  stars: {}", "  stars: !!map {}", "currencies.stars", "put texts in quotes"),
        new("  stars: {}", "\tstars: {}", "document", "tab"),
        new("name: Birds", "name: [Birds", "document", "needs quotes", 1),
        new("name: Birds", "--- second", "document", "second document"),
        new("negativeBalance: floor", "negativeBalance: ~", "negativeBalance", "allowed: floor, debt"),
        new("pendingLapse: P30D", "pendingLapse: P30Y", "pendingLapse", "at most P366D"),
        new("latenessMax: P7D", "latenessMax: P99999999999D", "latenessMax", "at most P31D"),
        new("timeZone: Asia/Shanghai", "timeZone: Asia/Shangai", "timeZone", "did you mean 'Asia/Shanghai'?"),
        new("rating: decimal", "rating: number", "activities.answer-written.facts.rating", "Allowed: text, integer"),
        new("after: P365D", "after: P11Y", "currencies.feathers.expires.after", "at most P10Y"),
        new("after: P365D", "after: PT1H", "currencies.feathers.expires.after", "days, months and years"),
    ];
}
