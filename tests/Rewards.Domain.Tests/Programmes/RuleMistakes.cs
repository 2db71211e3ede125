namespace Rewards.Domain.Tests.Programmes;

/// <summary>Mistakes in rules and in what they give: good text, bad text, line, field, part of the message.</summary>
public static class RuleMistakes
{
    private const string CommentGive = "[{ \"currency\": \"feathers\", \"amount\": 10 }]";

    public static TheoryData<string, string, int, string, string> All => new()
    {
        { "\"id\": \"quiz-right\"", "\"id\": \"quiz right\"", 20, "rules[0].id", "lower-case letters" },
        { "\"id\": \"comment\"", "\"id\": \"quiz-right\"", 35, "rules[1].id", "already the id at rules[0].id" },
        { "\"id\": \"share\",", "", 44, "rules[2].id", "is required" },
        { "\"order\": 10", "\"ordr\": 1, \"order\": 10", 21, "rules[0].ordr", "did you mean 'order'?" },
        { "\"order\": 10", "\"order\": \"10\"", 21, "rules[0].order", "is the text '10'; allowed: an integer" },
        { "\"order\": 10", "\"order\": 10.0", 21, "rules[0].order", "is 10.0; allowed: an integer" },
        { "\"order\": 10", "\"order\": -1", 21, "rules[0].order", "from 0 to 1000000" },
        {
            "\"when\": \"article-shared\"", "\"when\": \"comment-posted\"",
            46, "rules[2].order",
            "already the order at rules[1].order"
        },
        {
            "\"when\": \"quiz-answered\"", "\"when\": \"quiz-answerd\"",
            22, "rules[0].when",
            "did you mean 'quiz-answered'?"
        },
        { "\"when\": \"quiz-answered\"", "\"when\": 7", 22, "rules[0].when", "declared activity type" },
        { "\"status\": \"pending\"", "\"status\": \"pendign\"", 40, "rules[1].status", "did you mean 'pending'?" },
        { "\"stacking\": \"stop\"", "\"stacking\": false", 41, "rules[1].stacking", "stack, stop" },
        {
            "{ \"feathers\": 5, \"stars\": 1 }", "{ \"fethers\": 5, \"feathers\": 5, \"stars\": 1 }",
            27, "rules[0].give.fethers",
            "did you mean 'feathers'?"
        },
        { "{ \"feathers\": 5 }", "{}", 48, "rules[2].give", "gives nothing" },
        { "\"stars\": 1 }", "\"stars\": 0 }", 27, "rules[0].give.stars", "from 1 to 1000000000000" },
        { "\"stars\": 1 }", "\"stars\": 1000000000001 }", 27, "rules[0].give.stars", "from 1 to 1000000000000" },
        { "\"stars\": 1 }", "\"stars\": 99999999999999999999 }", 27, "rules[0].give.stars", "from 1 to" },
        { "\"stars\": 1 }", "\"stars\": 1.5 }", 27, "rules[0].give.stars", "is 1.5; allowed: an integer" },
        { CommentGive, "[]", 39, "rules[1].give", "gives nothing" },
        { CommentGive, "10", 39, "rules[1].give", "a mapping like" },
        { CommentGive, "[10]", 39, "rules[1].give[0]", "a mapping like" },
        { CommentGive, "[{ \"currency\": \"star\", \"amount\": 1 }]", 39, "rules[1].give[0].currency", "'stars'?" },
        { CommentGive, "[{ \"currency\": \"stars\" }]", 39, "rules[1].give[0].amount", "is required" },
        { CommentGive, "[{ \"amount\": 1 }]", 39, "rules[1].give[0].currency", "is required" },
        {
            CommentGive,
            "[{ \"currency\": \"stars\", \"amount\": 1 },\n { \"currency\": \"stars\", \"amount\": 2 }]",
            40,
            "rules[1].give[1].currency",
            "given twice"
        },
    };
}
