namespace Rewards.Server.Tests.Rules;

public static partial class MalformedCorpus
{
    private const string All = "rules[0].if.all";
    private const string Any = All + "[6].any";

    public static readonly Mistake[] Conditions =
    [
        new("fact: accepted", "fact: acepted", All + "[0].fact", "did you mean 'accepted'?"),
        new("fact: accepted", "fact: 5", All + "[0].fact", "(in quotes)"),
        new("fact: accepted, is: true", "fact: accepted", All + "[0]", "exactly one test"),
        new("is: true }", "is: yes }", All + "[0].is", "true or false"),
        new("is: true }", "is: True }", All + "[0].is", "true"),
        new("is: true }", "is: 1 }", All + "[0].is", "allowed: true or false"),
        new("is: true }", "iz: true }", All + "[0].iz", "did you mean 'is'?"),
        new("{ fact: accepted, is: true }", "{}", All + "[0]", "says nothing to test"),
        new("{ fact: accepted, is: true }", "accepted", All + "[0]", "allowed: a mapping"),
        new("{ fact: accepted, is: true }", "{ fact: accepted, atLeast: 1 }", All + "[0].atLeast", "allowed: is, in"),
        new("{ atLeast: 50 }", "50", All + "[1].length", "{ atLeast: 50 }"),
        new("{ atLeast: 50 }", "{ atLeast: 5000 }", All + "[1].length.atLeast", "from 0 to 4096"),
        new("{ atLeast: 50 }", "{ atLeast: -1 }", All + "[1].length.atLeast", "from 0 to 4096"),
        new("{ atLeast: 50 }", "{ minimum: 50 }", All + "[1].length.minimum", "Allowed: atLeast"),
        new("fact: text, length: { atLeast: 50 }", "fact: text, is: *t", All + "[1].is", "write the value out"),
        new("member: days", "member: age", All + "[2].member", "unknown word 'age'; Allowed: days"),
        new("member: days", "member: day", All + "[2].member", "did you mean 'days'?"),
        new("member: days, atLeast: 3", "member: days", All + "[2]", "exactly one bound"),
        new("member: days, atLeast: 3", "member: days, is: 3", All + "[2].is", "Allowed: member, atLeast"),
        new("member: days, atLeast: 3", "member: days, atLeast: 36501", All + "[2].atLeast", "from 0 to 36500"),
        new("member: days, atLeast: 3", "member: days, atLeast: 0.5", All + "[2].atLeast", "an integer from 0"),
        new("member: days, atLeast: 3", "member: days, atLeast: 3, atMost: 9", All + "[2]", "exactly one bound"),
        new("count: answer-written", "count: answer-writen", All + "[3].count", "did you mean 'answer-written'?"),
        new("count: answer-written, within: day", "count: answer-written", All + "[3].within", "day, week, month"),
        new("within: day, atMost: 20", "within: dya, atMost: 20", All + "[3].within", "did you mean 'day'?"),
        new("within: day, atMost: 20", "within: P30D, atMost: 20", All + "[3].within", "Allowed: day, week"),
        new("within: day, atMost: 20", "within: day, atMost: -1", All + "[3].atMost", "from 0 to 1000000000"),
        new("within: day, atMost: 20", "within: day, atMost: 99999999999999999999", All + "[3].atMost", "an integer"),
        new("within: day, atMost: 20", "within: day", All + "[3]", "exactly one bound"),
        new("distinct: counterparty", "distinct: counterpart", All + "[4].distinct", "did you mean 'counterparty'?"),
        new("distinct: counterparty", "distinct: subject", All + "[4].distinct", "Allowed: counterparty"),
        new(
            "distinct: counterparty", "distinct: counterparty, with: counterparty",
            All + "[4].distinct", "one of with"),
        new("with: counterparty", "with: true", All + "[5].not.with", "allowed: counterparty"),
        new("with: counterparty", "wiht: counterparty", All + "[5].not.wiht", "did you mean 'with'?"),
        new(
            "not: { count: like-given, with: counterparty, within: week, moreThan: 5 }", "not: []",
            All + "[5].not", "allowed"),
        new("[saturday, sunday]", "[]", Any + "[0].weekday", "one or more of monday"),
        new("[saturday, sunday]", "[saturday, sundey]", Any + "[0].weekday[1]", "did you mean 'sunday'?"),
        new("[saturday, sunday]", "[sunday, sunday]", Any + "[0].weekday[1]", "write each day once"),
        new("[saturday, sunday]", "6", Any + "[0].weekday", "monday, tuesday"),
        new("{ weekday: [saturday, sunday] }", "{ weekdays: [saturday] }", Any + "[0].weekdays", "'weekday'?"),
        new("from: 8, before: 22", "from: 24, before: 22", Any + "[1].hours.from", "from 0 to 23"),
        new("from: 8, before: 22", "from: 8, before: 25", Any + "[1].hours.before", "from 1 to 24"),
        new("from: 8, before: 22", "from: 8, before: 8", Any + "[1].hours", "holds at no hour"),
        new("from: 8, before: 22", "from: 0, before: 24", Any + "[1].hours", "holds at every hour"),
        new("from: 8, before: 22", "from: 8", Any + "[1].hours.before", "an hour from 1 to 24"),
        new("from: 8, before: 22", "from: 8, until: 22, before: 22", Any + "[1].hours.until", "Allowed: from, before"),
        new("from: 8, before: 22", "from: \"8:00\", before: 22", Any + "[1].hours.from", "an integer"),
        new("{ from: 8, before: 22 }", "8-22", Any + "[1].hours", "{ from: 9, before: 18 }"),
        new("from: 2026-11-11", "from: 2026-11-31", Any + "[2].dates.from", "a date like 2026-11-11"),
        new("from: 2026-11-11", "from: 11.11.2026", Any + "[2].dates.from", "a date like 2026-11-11"),
        new("from: 2026-11-11", "from: 2026-11-13", Any + "[2].dates.through", "the same day or a later one"),
        new("through: 2026-11-12", "till: 2026-11-12", Any + "[2].dates.till", "Allowed: from, through"),
        new("{ from: 2026-11-11, through: 2026-11-12 }", "{}", Any + "[2].dates", "has no date"),
        new("from: 2026-11-11", "from: 99999-01-01", Any + "[2].dates.from", "a date like"),
    ];
}
