using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Rewards.Domain.Activities;
using Rewards.Domain.Budgets;
using Rewards.Domain.Members;
using Rewards.Domain.Programmes;
using Rewards.Domain.Rules;
using Rewards.Journal.Records;
using Rewards.Tests.Shared;

namespace Rewards.Domain.Tests.Rules;

/// <summary>
/// A discount never raises an award: whatever a member has done before and whatever is left of limits and budgets, an
/// activity is awarded at most what it would be without the discounts, in each currency and by each rule or group.
/// That is said of one activity. What a discount leaves of limits and budgets is there for later ones, and where a rule
/// that stops the others gives nothing, the others are considered: the facts below are what it can come to.
/// </summary>
public sealed class DiscountProperties
{
    private const string Stars = "stars";
    private static readonly Config Config = Config.QuickThrowOnFailure.WithMaxTest(150);

    private sealed record Told(int Type, int Subject, int With, int LateMinutes, int NextMinutes, int Score);

    [Fact]
    public void Discount_WithLimitsGroupsAndBudgets_NeverRaisesWhatAnActivityIsAwarded()
    {
        var cut = 0;
        var stories =
            from seed in Gen.Choose(0, 1_000_000)
            from budget in Gen.Choose(1, 1_500)
            from told in Told1().ArrayOf(40)
            select (seed, budget, told);
        Prop.ForAll(stories.ToArbitrary(), story => cut += Play(story.seed, story.budget, story.told)).Check(Config);
        Assert.InRange(cut, 1_000, int.MaxValue);
    }

    [Fact]
    public void Discount_OfARuleThatStopsTheOthers_LetsThemBeConsideredWhereItLeavesNothing()
    {
        const string fading = """, "discount": { "per": "counterparty", "within": "day", "percent": [0] }""";
        const string rules = """
            [{ "id": "first", "order": 1, "when": "share", "give": { "stars": 5 }, "stacking": "stop"{0} },
             { "id": "second", "order": 2, "when": "share", "give": { "stars": 8 } }]
            """;

        Assert.Equal(5, new Play(rules.Replace("{0}", "", StringComparison.Ordinal)).EarnWith("bo"));
        Assert.Equal(8, new Play(rules.Replace("{0}", fading, StringComparison.Ordinal)).EarnWith("bo"));
    }

    [Fact]
    public void Discount_ThatLeavesNothing_LeavesThePlaceInALimitForALaterActivity()
    {
        const string fading = """, "discount": { "per": "counterparty", "within": "day", "percent": [100, 0] }""";
        const string rules = """
            [{ "id": "share", "order": 1, "when": "share", "give": { "stars": 5 },
               "limits": [{ "per": "member", "within": "lifetime", "times": 2 }]{0} }]
            """;
        string[] with = ["bo", "bo", "cai"];

        var full = new Play(rules.Replace("{0}", "", StringComparison.Ordinal));
        Assert.Equal([5, 5, 0], with.Select(person => full.EarnWith(person)));
        var discounted = new Play(rules.Replace("{0}", fading, StringComparison.Ordinal));
        Assert.Equal([5, 0, 5], with.Select(person => discounted.EarnWith(person)));
    }

    private static Gen<Told> Told1() =>
        from type in Gen.Choose(0, 2)
        from subject in Gen.Choose(0, 2)
        from with in Gen.Choose(0, 3)
        from late in Gen.OneOf(Gen.Constant(0), Gen.Choose(1, 4_000))
        from next in Gen.Choose(0, 2_000)
        from score in Gen.Choose(0, 10)
        select new Told(type, subject, with, late, next, score);

    /// <summary>
    /// A member's life by the rules with discounts; each activity is also decided without them, from the same state.
    /// How often they took something away.
    /// </summary>
    private static int Play(int seed, long budget, Told[] told)
    {
        var rules = new RandomRules(seed) { Waiting = false, Stopping = false, Budget = "spring" }.Make();
        var discounted = Read(rules, budget);
        var full = Read(WithoutDiscounts(rules), budget);
        var state = new MemberState();
        var counters = new Dictionary<(ulong, Instant, string), long>();
        var left = budget;
        var cut = 0;
        var now = Rules.Play.Noon;
        for (var i = 0; i < told.Length; i++)
        {
            now += Duration.FromMinutes(told[i].NextMinutes);
            var activity = Activity(i, told[i], now);
            Decision By(Programme programme) => MemberDecider.Record(
                state, programme, activity, now,
                (key, start, subject) => counters.GetValueOrDefault((key, start, subject)), "m0", (_, _) => left);
            var decision = By(discounted);
            cut += AssertNoMore(decision, By(full), discounted, full) ? 1 : 0;

            left -= decision.Events.OfType<BudgetsDrawn>().SelectMany(drawn => drawn.Draws).Sum(draw => draw.Amount);
            Assert.InRange(left, 0, budget);
            foreach (var change in decision.Events)
            {
                state.Apply(change, now);
            }

            foreach (var counter in decision.Counters)
            {
                counters[(counter.Key, counter.Start, counter.Subject)] = counter.Value;
            }
        }

        return cut;
    }

    /// <summary>Whether it is less; never more, in sum and by each rule that is in no group and on no budget.</summary>
    private static bool AssertNoMore(Decision discounted, Decision without, Programme programme, Programme full)
    {
        Assert.Equal(programme.Rules.Select(rule => rule.Id), full.Rules.Select(rule => rule.Id));
        var (some, all) = (GrantedOf(discounted), GrantedOf(without));
        foreach (var currency in (string[])[Stars, "feathers"])
        {
            Assert.InRange(Sum(some, currency), 0, Sum(all, currency));
        }

        // Of two in a group the other may win, and what one rule leaves of a budget the next one has: in sum no more.
        foreach (var (key, amount) in some.Where(one =>
            programme.Rules[one.Key.Rule] is { Group: null, Budget: null }))
        {
            Assert.InRange(amount, 0, all.GetValueOrDefault(key));
        }

        return some.Values.Sum() < all.Values.Sum();
    }

    private static long Sum(Dictionary<(int Rule, string Currency), long> granted, string currency) =>
        granted.Where(one => one.Key.Currency == currency).Sum(one => one.Value);

    private static Dictionary<(int Rule, string Currency), long> GrantedOf(Decision decision)
    {
        var granted = new Dictionary<(int Rule, string Currency), long>();
        foreach (var change in decision.Events)
        {
            var lines = change switch
            {
                PointsAwarded award => award.Lines.Select(line => (award.Rule, line.Currency, line.Granted)),
                AwardsQueued queued => queued.Lines.Select(line => (queued.Rule, line.Currency, line.Granted)),
                _ => [],
            };
            foreach (var (rule, currency, amount) in lines)
            {
                granted[(rule, currency)] = granted.GetValueOrDefault((rule, currency)) + amount;
            }
        }

        return granted;
    }

    private static Activity Activity(int index, Told told, Instant now) => new(
        new ActivityId($"a{index}"),
        RandomRules.Types[told.Type],
        told.LateMinutes == 0 ? null : Microseconds.Floor(now - Duration.FromMinutes(told.LateMinutes)),
        told.Subject == 0 ? null : $"article-{told.Subject}",
        told.With == 0 ? null : $"m{told.With}",
        told.Type == 0 ? [new Fact("score", FactValue.Of((long)told.Score))] : []);

    private static string WithoutDiscounts(string rules)
    {
        var written = JsonNode.Parse(rules)!.AsArray();
        foreach (var rule in written)
        {
            rule!.AsObject().Remove("discount");
            if (!rule.AsObject().ContainsKey("multiply"))
            {
                rule.AsObject().Remove("rounding"); // it belongs to one of them
            }
        }

        return written.ToJsonString();
    }

    private static Programme Read(string rules, long budget) => ProgrammeReader.Read(
        JsonDocuments.Parse(new CommunityDocument
        {
            Rules = rules,
            Budgets = $$"""[{ "id": "spring", "currency": "stars", "amount": {{budget}} }]""",
        }.ToUtf8()),
        version: 1);
}
