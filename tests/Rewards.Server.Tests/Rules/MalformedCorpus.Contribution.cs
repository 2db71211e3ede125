namespace Rewards.Server.Tests.Rules;

public static partial class MalformedCorpus
{
    private const string Rated = "contribution[1]";
    private const string Answers = "- { id: answers, when: answer-written, points: 2 }";
    private const string Steps = "percent: [100, 0] }";
    private const string If = "if: { not: { fact: board, is: news } }";

    public static readonly Mistake[] Contribution =
    [
        // The model and its outcomes.
        new("contribution:", "contributions:", "contributions", "did you mean 'contribution'?"),
        new("contribution:", "contribution: 5\nx:", "contribution", "a list of outcomes like [{ id: like"),
        new("contribution:", "contribution: { answers: 2 }\nx:", "contribution", "a list of outcomes like [{ id: like"),
        new(Answers, "- answers", "contribution[0]", "a mapping with id, when and points"),
        new(Answers, "- { id: answers, points: 2 }", "contribution[0].when", "a declared activity type"),
        new(Answers, "- { when: answer-written, points: 2 }", "contribution[0].id", "unique among the outcomes"),
        new(Answers, Many(201, ""), "contribution", "at most 200 are allowed", -1),
        new(Answers, Many(3, Discounted), "contribution", "at most 3 are allowed", -1),
        new("id: rated", "id: Rated!", Rated + ".id", "lower-case"),
        new("id: rated", "id: answers", Rated, "is already the id at contribution[0]"),
        new("id: rated", "id: rated\n    give: { stars: 1 }", Rated + ".give", "Allowed: id, when, for", 1),
        new("id: rated", "id: rated\n    limits: []", Rated + ".limits", "Allowed: id, when, for", 1),
        new("when: answer-written\n    for", "when: answer-writen\n    for", Rated + ".when", "'answer-written'?"),
        new("when: answer-written\n    for", "when: [answer-written]\n    for", Rated + ".when", "allowed: "),
        new("for: counterparty", "for: everybody", Rated + ".for", "Allowed: member, counterparty"),
        new("for: counterparty", "for: auther", Rated + ".for", "did you mean 'author'?"),
        new("for: counterparty", "for: author", Rated + ".for", "author: "),
        new("counts: approved", "counts: aproved", Rated + ".counts", "did you mean 'approved'?"),
        new("counts: approved", "counts: later", Rated + ".counts", "Allowed: recorded, approved"),
        new("counts: approved", "counts: true", Rated + ".counts", "recorded, approved"),

        // Weights.
        new("points: -0.5", "points: 0", Rated + ".points", "not 0"),
        new("points: -0.5", "points: 0.000", Rated + ".points", "not 0"),
        new("points: -0.5", "points: 0.0005", Rated + ".points", "at most 3 decimals"),
        new("points: -0.5", "points: 1000001", Rated + ".points", "from -1000000 to 1000000"),
        new("points: -0.5", "points: -1000000.001", Rated + ".points", "from -1000000 to 1000000"),
        new("points: -0.5", "points: 999999999999999999999999999999", Rated + ".points", "from -1000000 to 1000000"),
        new("points: -0.5", "points: half", Rated + ".points", "a number from"),
        new("points: -0.5", "points: '2'", Rated + ".points", "a number from"),
        new("points: -0.5", "points: [2]", Rated + ".points", "a number from"),
        new("points: -0.5", "points: 1e3", Rated + ".points", "write a number like 10"),
        new("points: -0.5", "weight: 2", Rated + ".weight", "Allowed: id, when, for, counts, points"),
        new("points: -0.5\n    fact", "fact", Rated + ".points", "a number like 10, -20 or 0.5", -4),

        // Facts that scale and conditions.
        new("fact: rating\n", "fact: ratng\n", Rated + ".fact", "did you mean 'rating'?"),
        new("fact: rating\n", "fact: accepted\n", Rated + ".fact", "allowed: a fact of type integer or decimal"),
        new("fact: rating\n", "fact: text\n", Rated + ".fact", "allowed: a fact of type integer or decimal"),
        new("fact: rating\n", "fact: 5\n", Rated + ".fact", "(in quotes)"),
        new("fact: rating\n", "facts: rating\n", Rated + ".facts", "did you mean 'fact'?"),
        new(If, "if: { fact: bord, is: news }", Rated + ".if.fact", "did you mean 'board'?"),
        new(If, "if: { fact: rating, is: news }", Rated + ".if.is", "a number"),
        new(If, "if: { fact: rating, atLeast: 99999999999999999999999999999999 }", Rated + ".if.atLeast", "digits"),
        new(If, "if: news", Rated + ".if", "a mapping with all, any, not or fact"),
        new(If, "if: { all: [] }", Rated + ".if.all", "one or more conditions"),
        new(
            If, "if: { count: like-given, within: day, atLeast: 2 }", Rated + ".if",
            "for distinct people, use a discount of [100, 0]"),
        new(If, "if: { member: level, is: regular }", Rated + ".if", "allowed: facts, days of membership and calendar"),
        new(If, "if: { member: badge, has: critic }", Rated + ".if", "counts alike whoever makes it"),
        new(If, "if: { not: { member: streak, of: daily, is: 7 } }", Rated + ".if", "counts alike whoever makes it"),
        new(If, "if: { member: contribution, atLeast: 9 }", Rated + ".if", "counts alike whoever makes it"),
        new(If, "if: { member: quest, done: first-steps }", Rated + ".if", "counts alike whoever makes it"),
        new(
            If, "if: { dates: { from: 2026-12-02, through: 2026-12-01 } }", Rated + ".if.dates.through",
            "lies before its from"),
        new(If, "if: { hours: { from: 9, before: 25 } }", Rated + ".if.hours.before", "from 1 to 24"),

        // Discounts.
        new("discount: { per: counterparty, within: day", "discount: 50 #", Rated + ".discount", "a mapping like"),
        new("per: counterparty, within: day", "per: member, within: day", Rated + ".discount.per", "counterparty"),
        new("per: counterparty, within: day", "within: day", Rated + ".discount.per", "counterparty"),
        new("within: day, " + Steps, "within: year, " + Steps, Rated + ".discount.within", "day, week, month"),
        new("within: day, " + Steps, "within: P7D, " + Steps, Rated + ".discount.within", "day, week, month"),
        new("within: day, " + Steps, Steps, Rated + ".discount.within", "day, week, month"),
        new(Steps, "}", Rated + ".discount.percent", "a list like [100, 50, 25, 0]"),
        new(Steps, "percent: [0, 100] }", Rated + ".discount.percent[1]", "the same or less each time"),
        new(Steps, "percent: [100, -1] }", Rated + ".discount.percent[1]", "from 0 to 100"),
        new(Steps, "percent: [1000%] }", Rated + ".discount.percent[0]", "from 0 to 100"),
        new(Steps, "percent: [] }", Rated + ".discount.percent", "allowed: 1 to 16"),
        new(
            Steps, "percent: [9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9] }", Rated + ".discount.percent",
            "allowed: 1 to 16"),
        new(Steps, "percent: [100], shadow: perhaps }", Rated + ".discount.shadow", "true or false"),
        new(Steps, "percent: [100], multiply: 2 }", Rated + ".discount.multiply", "Allowed: per, within, percent"),
    ];

    private const string Discounted = ", discount: { per: counterparty, within: week, percent: [50] }";

    /// <summary>So many outcomes instead of the first.</summary>
    private static string Many(int count, string more) => string.Join("\n  ", Enumerable.Range(1, count).Select(
        i => $"- {{ id: answers-{i}, when: answer-written, points: 2{more} }}"));
}
