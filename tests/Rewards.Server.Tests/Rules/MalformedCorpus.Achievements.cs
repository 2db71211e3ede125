namespace Rewards.Server.Tests.Rules;

public static partial class MalformedCorpus
{
    private const string Regulars = "rules[2]";
    private const string Progress = Regulars + ".give[2].quest";
    private const string Coupon = Regulars + ".give[1].entitlement";

    public static readonly Mistake[] Achievements =
    [
        new("atLeast: 20, keptFrom: 10", "atLeast: 0", "levels[1].atLeast", "more each time"),
        new("atLeast: 20, keptFrom: 10", "atLeast: twenty", "levels[1].atLeast", "an integer from 0"),
        new("keptFrom: 10", "keptFrom: 21", "levels[1].keptFrom", "an integer from 0 to 20"),
        new("keptFrom: 10", "keepFrom: 10", "levels[1].keepFrom", "did you mean 'keptFrom'?"),
        new("{ id: newcomer, atLeast: 0 }", "newcomer", "levels[0]", "{ id: regular, atLeast: 100 }"),
        new("{ member: level, atLeast: regular }", "{ member: level, atLeast: regulr }",
            Regulars + ".if.all[0].atLeast", "did you mean 'regular'?"),
        new("{ member: level, atLeast: regular }", "{ member: level, atLeast: 2 }",
            Regulars + ".if.all[0].atLeast", "(in quotes)"),
        new("{ member: level, atLeast: regular }", "{ member: level }",
            Regulars + ".if.all[0]", "exactly one test; allowed: atLeast, is, in"),
        new("has: critic", "has: critics", Regulars + ".if.all[1].has", "did you mean 'critic'?"),
        new("of: daily", "of: dayly", Regulars + ".if.all[2].of", "did you mean 'daily'?"),
        new("of: daily, atLeast: 7", "of: daily", Regulars + ".if.all[2]", "exactly one bound"),
        new("{ badge: writer }", "{ badge: wirter }", Regulars + ".give[0].badge", "did you mean 'writer'?"),
        new("{ badge: writer }", "{ bagde: writer }", Regulars + ".give[0].bagde", "unknown field"),
        new("kind: coupon", "kind: voucher", Coupon + ".kind", "coupon, download, draw-ticket"),
        new("quantity: 2", "quantity: 2.5", Coupon + ".quantity", "from 1 to 1000000"),
        new("expires: P90D", "expires: 90", Coupon + ".expires", "days, months and years"),
        new("{ id: writer, names: { en: Writer } }", "{ id: writer, names: { English: Writer } }",
            "badges[0].names.English", "not a language"),
        new("{ id: critic }", "{ id: writer }", "badges[1].id", "an earlier badge"),
        new(
            "points: 2 }", "points: 2, discount: { per: counterparty, within: day, percent: [9], reciprocal: "
                + "{ percent: [1] } } }",
            "contribution[0].discount", "counts reciprocal pairs"),
        new("freezes: 1", "freezes: 30", "streaks[0].freezes", "from 0 to 7"),
        new("when: [answer-written]", "when: [answer-writen]", "streaks[0].when[0]", "'answer-written'?"),
        new("quest: { id: first-steps", "quest: { id: first-step", Progress + ".id", "did you mean 'first-steps'?"),
        new("step: answers", "step: answer", Progress + ".step", "did you mean 'answers'?"),
        new("step: answers, by: 2", "by: 2", Progress + ".step", "the name of a step"),
        new("by: 2", "by: 0", Progress + ".by", "from 1 to 1000000"),
        new("by: 2", "buy: 2", Progress + ".buy", "did you mean 'by'?"),
        new("quest: { id: first-steps, step: answers, by: 2 }", "quest: first-steps", Progress, "step: quizzes, by: 1"),
        new("{ id: answers, needed: 3 }", "{ id: answers, needed: 0 }", "quests[0].steps[0].needed", "from 1"),
        new("{ id: answers, needed: 3 }", "{ id: answers, times: 3 }", "quests[0].steps[0].times", "Allowed: id"),
        new("- { id: days }", "- { id: answers }", "quests[0].steps[1].id", "an earlier step"),
        new("- { id: days }", "- days", "quests[0].steps[1]", "{ id: quizzes, needed: 5 }"),
        new("within: week\n    dates", "within: year\n    dates", "quests[0].within", "day, week, month"),
        new("from: 2026-11-11, through: 2026-11-30", "from: 2026-12-11, through: 2026-11-30",
            "quests[0].dates.through", "lies before its from"),
        new("- id: first-steps", "- id: regulars", "quests[0].id", "is the id of a rule", 0),
        new("amount: 9 }, { badge", "amount: 9, to: counterparty }, { badge", "quests[0].give", "gives to others"),
        new("{ badge: critic }]", "{ quest: { id: first-steps, step: days } }]", "quests[0].give", "gives to others"),
        new("{ badge: critic }]", "{ badge: critics }]", "quests[0].give[1].badge", "did you mean 'critic'?"),
    ];
}
