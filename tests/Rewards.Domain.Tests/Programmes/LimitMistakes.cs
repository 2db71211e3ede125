namespace Rewards.Domain.Tests.Programmes;

/// <summary>Mistakes in limits and cool-downs: good text, bad text, line, field, part of the message.</summary>
public static class LimitMistakes
{
    private const string Times = "{ \"per\": \"member-and-subject\", \"within\": \"lifetime\", \"times\": 1 }";
    private const string Amount =
        "{ \"per\": \"member\", \"within\": \"day\", \"amount\": 15, \"currency\": \"feathers\" }";
    private const string Pause = "{ \"per\": \"member-and-subject\", \"every\": \"PT1H\" }";
    private const string First = "rules[0].limits[0]";
    private const string Second = "rules[0].limits[1]";

    public static TheoryData<string, string, int, string, string> All => new()
    {
        {
            Times, "{ \"per\": \"membr\", \"within\": \"day\", \"times\": 1 }",
            29, First + ".per",
            "did you mean 'member'?"
        },
        {
            Times, "{ \"within\": \"day\", \"times\": 1 }",
            29, First + ".per",
            "is required; allowed: member, member-and-subject"
        },
        {
            Times, "{ \"per\": \"member\", \"within\": \"dya\", \"times\": 1 }",
            29, First + ".within",
            "did you mean 'day'?"
        },
        { Times, "{ \"per\": \"member\", \"times\": 1 }", 29, First + ".within", "is required; allowed: day, week" },
        { Times, "{ \"per\": \"member\", \"within\": \"day\" }", 29, First, "either times (how often) or amount" },
        {
            Times, "{ \"per\": \"member\", \"within\": \"day\", \"times\": 1, \"amount\": 1 }",
            29, First,
            "either times"
        },
        {
            Times, "{ \"per\": \"member\", \"within\": \"day\", \"times\": 0 }",
            29, First + ".times",
            "from 1 to 1000000000"
        },
        {
            Times, "{ \"per\": \"member\", \"within\": \"day\", \"times\": 1, \"currency\": \"stars\" }",
            29, First + ".currency",
            "limit with amount"
        },
        {
            Times, "{ \"per\": \"member\", \"within\": \"day\", \"times\": 1, \"max\": 1 }",
            29, First + ".max",
            "unknown field 'max'"
        },
        { Times, "7", 29, First, "a mapping like" },
        {
            Amount, "{ \"per\": \"member\", \"within\": \"day\", \"amount\": 15 }",
            30, Second,
            "needs currency, because the rule gives several; allowed: feathers, stars"
        },
        {
            Amount, "{ \"per\": \"member\", \"within\": \"day\", \"amount\": 15, \"currency\": \"star\" }",
            30, Second + ".currency",
            "'stars'?"
        },
        {
            Amount,
            "{ \"per\": \"member\", \"within\": \"day\", \"amount\": 9007199254740992, \"currency\": \"stars\" }",
            30, Second + ".amount",
            "to 9007199254740991"
        },
        { Amount, Times, 30, Second, "counts the same as rules[0].limits[0]" },
        {
            "\"limits\": [{ \"per\": \"member-and-subject\", \"within\": \"lifetime\", \"amount\": 15 }]",
            "\"limits\": { \"per\": \"member\" }",
            49,
            "rules[2].limits",
            "is a mapping; allowed: a list like"
        },
        {
            "\"amount\": 15 }]",
            "\"amount\": 15, \"currency\": \"stars\" }]",
            49,
            "rules[2].limits[0].currency",
            "Allowed: feathers"
        },
        { "\"PT10M\"", "\"PT0M\"", 32, "rules[0].coolDown", "more than zero and at most P31D" },
        { "\"PT10M\"", "\"P32D\"", 32, "rules[0].coolDown", "at most P31D" },
        { "\"PT10M\"", "600", 32, "rules[0].coolDown", "is 600; allowed: an ISO period" },
        { Pause, "{ \"per\": \"member\" }", 42, "rules[1].coolDown.every", "is required" },
        { Pause, "{ \"every\": \"PT1H\" }", 42, "rules[1].coolDown.per", "is required" },
        { Pause, "{ \"per\": \"all\", \"every\": \"PT1H\" }", 42, "rules[1].coolDown.per", "Allowed: member" },
        { Pause, "{ \"per\": \"member\", \"every\": \"1h\" }", 42, "rules[1].coolDown.every", "an ISO period" },
    };
}
