namespace Rewards.Server.Tests.Rules;

/// <summary>
/// A community file that uses the whole language, and mistakes to plant into it, one at a time: the text, what stands
/// there instead, the field that the complaint must name, and the suggestion that it must make. The line is that of
/// the text, plus <c>Below</c>.
/// </summary>
public static partial class MalformedCorpus
{
    public const string Good = """
        community: birds
        name: Birds
        timeZone: Asia/Shanghai
        currencies:
          feathers:
            names: { zh: 羽毛 }
            expires: { after: P365D }
          stars: {}
        negativeBalance: floor
        unknownActivity: reject
        latenessMax: P7D
        pendingLapse: P30D
        sanctions: { muted: award }
        budgets:
          - { id: spring, currency: feathers, amount: 10000, within: month }
        activities:
          like-given: {}
          answer-written:
            facts:
              rating: decimal
              accepted: boolean
              text: { type: text, personal: true }
              board: text
        rules:
          - id: answer
            order: 10
            when: answer-written
            if:
              all:
                - { fact: accepted, is: true }
                - { fact: text, length: { atLeast: 50 } }
                - { member: days, atLeast: 3 }
                - { count: answer-written, within: day, atMost: 20 }
                - { count: like-given, distinct: counterparty, within: month, atLeast: 2 }
                - not: { count: like-given, with: counterparty, within: week, moreThan: 5 }
                - any:
                    - { weekday: [saturday, sunday] }
                    - { hours: { from: 8, before: 22 } }
                    - { dates: { from: 2026-11-11, through: 2026-11-12 } }
                    - { member: standing, in: [good, muted] }
            quality: { fact: rating, atLeast: 3.5 }
            give: { feathers: 10 }
            multiply:
              - { by: 1.5, if: { weekday: sunday } }
            rounding: half-up
            discount: { per: counterparty, within: month, percent: [100, 50, 25, 0] }
            group: best-answer
            status: pending
            stacking: stop
            limits:
              - { per: member, within: day, times: 3 }
              - { per: member-and-counterparty, within: week, amount: 30 }
            coolDown: PT5M
          - id: short-answer
            order: 20
            when: answer-written
            give: { feathers: 2 }
            group: best-answer
            status: { vesting: { activeDays: 7, within: P60D } }
            budget: spring
          - id: regulars
            order: 30
            when: answer-written
            if:
              all:
                - { member: level, atLeast: regular }
                - { member: badge, has: critic }
                - { member: streak, of: daily, atLeast: 7 }
            give:
              - { badge: writer }
              - entitlement: { kind: coupon, id: page, quantity: 2, expires: P90D }
              - quest: { id: first-steps, step: answers, by: 2 }
        contribution:
          - { id: answers, when: answer-written, points: 2 }
          - id: rated
            when: answer-written
            for: counterparty
            counts: approved
            points: -0.5
            fact: rating
            if: { not: { fact: board, is: news } }
            discount: { per: counterparty, within: day, percent: [100, 0] }
        levels:
          - { id: newcomer, atLeast: 0 }
          - { id: regular, atLeast: 20, keptFrom: 10 }
        badges:
          - { id: writer, names: { en: Writer } }
          - { id: critic }
        quests:
          - id: first-steps
            within: week
            dates: { from: 2026-11-11, through: 2026-11-30 }
            steps:
              - { id: answers, needed: 3 }
              - { id: days }
            give: [{ currency: feathers, amount: 9 }, { badge: critic }]
        streaks:
          - { id: daily, when: [answer-written], freezes: 1 }
        """;
}

/// <summary>One mistake.</summary>
public sealed record Mistake(string Text, string Instead, string Field, string Says, int Below = 0)
{
    public override string ToString() => $"{Text} → {Instead}";
}
