using Rewards.Domain.Members;
using Rewards.Domain.Programmes;
using Rewards.Domain.Rules;
using Rewards.Tests.Shared;

namespace Rewards.Domain.Tests.Rules;

/// <summary>Support that is returned: what members' grains tell each other, and what discounts and conditions make of
/// it.</summary>
public sealed class ReciprocityTests
{
    private const string Steps = """
        "per": "counterparty", "within": "month", "percent": [100, 50, 25], "reciprocal": { "percent": [50, 10, 0] }
        """;

    private static readonly string Discounted =
        $$"""[{ "id": "r", "order": 1, "when": "read", "give": { "stars": 20 }, "discount": { {{Steps}} } }]""";

    [Fact]
    public void Discount_OfSupportThatIsReturned_HasItsOwnSteps()
    {
        var (lin, bo) = (new Play(Discounted), new Play(Discounted));

        Assert.Equal(20, lin.EarnWith("bo", "read"));
        Tell(bo, "lin", lin.Last);
        Assert.Equal(10, bo.EarnWith("lin", "read"));
        Tell(lin, "bo", bo.Last);
        Assert.Equal([2, 0, 0], Enumerable.Range(0, 3).Select(_ => lin.EarnWith("bo", "read")));
        Assert.Equal([20, 10], Enumerable.Range(0, 2).Select(_ => lin.EarnWith("cai", "read")));
    }

    [Fact]
    public void Discount_OfAPair_IsToldWithWhatTheOtherDid()
    {
        var (lin, bo) = (new Play(Discounted), new Play(Discounted));
        bo.EarnWith("lin", "read");
        Tell(lin, "bo", bo.Last);
        Tell(lin, "bo", bo.Last);

        var (receipt, _) = lin.TellWith("bo", "read");

        Assert.Equal(
            [new RuleWeight(0, 0, new DiscountApplied(0, 50, false) { Received = 2 })],
            lin.Last.Events.OfType<PairsWeighed>().Single().Weights);
        Assert.Equal(
            [new RuleTrace(0, RuleOutcome.Discounted, -1, 0, 50, Play.At("2026-03-31T16:00:00Z"))], receipt.Rules);
    }

    [Fact]
    public void Discount_OfAPairInShadow_ReportsAndTakesNothing()
    {
        var shadow = Discounted.Replace("\"per\"", "\"shadow\": true, \"per\"", StringComparison.Ordinal);
        var (lin, bo) = (new Play(shadow), new Play(shadow));
        bo.EarnWith("lin", "read");
        Tell(lin, "bo", bo.Last);

        Assert.Equal([20, 20], Enumerable.Range(0, 2).Select(_ => lin.EarnWith("bo", "read")));
        Assert.Equal(
            new DiscountApplied(1, 10, true) { Received = 1 },
            lin.Last.Events.OfType<AmountsWeighed>().Single().Weights[0].Discount);
    }

    [Fact]
    public void Support_InAnotherWindow_MakesNoPair()
    {
        var (lin, bo) = (new Play(Discounted), new Play(Discounted));
        bo.EarnWith("lin", "read", at: "2026-02-27T04:00:00Z");
        Tell(lin, "bo", bo.Last);

        Assert.Equal(20, lin.EarnWith("bo", "read"));
        Assert.Equal(5, lin.EarnWith("bo", "read", at: "2026-02-27T05:00:00Z") / 2);
    }

    [Fact]
    public void Support_OfOtherTypes_CountsWhereTheRuleSaysSo()
    {
        var mixed = Discounted.Replace(
            "[50, 10, 0]", "[50, 10, 0], \"when\": [\"share\", \"comment\"]", StringComparison.Ordinal);
        var (lin, bo) = (new Play(mixed), new Play(mixed));
        bo.TellWith("lin", "read");
        Assert.DoesNotContain(bo.Last.Events, change => change is SupportGiven);
        bo.TellWith("lin", "share");
        Tell(lin, "bo", bo.Last);

        Assert.Equal(10, lin.EarnWith("bo", "read"));
    }

    [Fact]
    public void Condition_OverWhatTheCounterpartyDid_FailsUntilTheSupportIsReturned()
    {
        const string returned = """
            [{ "id": "r", "order": 1, "when": "read", "give": { "stars": 3 },
               "if": { "count": "share", "from": "counterparty", "within": "week", "atLeast": 2 } }]
            """;
        var (lin, bo) = (new Play(returned), new Play(returned));
        bo.TellWith("lin", "share");
        Tell(lin, "bo", bo.Last);
        var (receipt, _) = lin.TellWith("bo", "read");
        Assert.Equal([new RuleTrace(0, RuleOutcome.ConditionFailed, 0, 1, 2)], receipt.Rules);

        bo.TellWith("lin", "share");
        Tell(lin, "bo", bo.Last);

        Assert.Equal(3, lin.EarnWith("bo", "read"));
        Assert.Equal(0, lin.EarnWith("cai", "read"));
        Assert.Equal(0, lin.Earn("read"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("bo")]
    public void Support_OfNobodyOrOfOneself_IsToldToNobody(string? counterparty)
    {
        var play = new Play(Discounted);
        var decision = MemberDecider.Record(
            play.State, play.Programme, new(new ActivityId("a"), "read", null, null, counterparty, []), play.Now,
            play.Used, "bo");

        Assert.DoesNotContain(decision.Events, change => change is SupportGiven);
    }

    [Fact]
    public void Programme_ThatDoesNotAsk_TellsNothing()
    {
        var play = new Play("""[{ "id": "r", "order": 1, "when": "read", "give": { "stars": 3 } }]""");

        play.TellWith("bo", "read");

        Assert.Null(play.Programme.SupportByType);
        Assert.Equal(2, play.Last.Events.Count);
    }

    /// <summary>Two members over two months, told late and in any order, against a model that keeps all.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Discount_OverRandomSupport_IsThatOfAModel(int seed)
    {
        var random = new Random(seed);
        Play[] members = [new Play(Discounted), new Play(Discounted)];
        var done = new List<(int By, int Month)>();
        for (var step = 0; step < 200; step++)
        {
            var by = random.Next(2);
            var (me, other) = (members[by], members[1 - by]);
            me.Now = other.Now += NodaTime.Duration.FromHours(random.Next(12));
            var at = me.Now - NodaTime.Duration.FromHours(random.Next(150));
            var month = at.InZone(me.Programme.Calendar.Zone).Month;
            var before = done.Count(one => one == (by, month));
            var returned = done.Exists(one => one == (1 - by, month));
            int[] percents = returned ? [50, 10, 0] : [100, 50, 25];

            var earned = me.EarnWith(by == 0 ? "bo" : "lin", "read", at.ToString());
            Tell(other, by == 0 ? "lin" : "bo", me.Last);

            Assert.Equal(20 * percents[Math.Min(before, 2)] / 100, earned);
            if (earned > 0)
            {
                done.Add((by, month));
            }
        }
    }

    [Theory]
    [InlineData("[100]", "place 2")]
    [InlineData("[50, 50, 50]", "place 3")]
    [InlineData("[100, 50, 25, 25, 26]", "the same or less each time")]
    public void Steps_ThatPayAPairMore_AreRefused(string percents, string complaint)
    {
        var rules = Discounted.Replace("[50, 10, 0]", percents, StringComparison.Ordinal);

        var refusal = Assert.Throws<DocumentException>(() => new Play(rules));

        Assert.Contains(complaint, refusal.Message, StringComparison.Ordinal);
    }

    private static void Tell(Play to, string from, Decision decision)
    {
        var given = decision.Events.OfType<SupportGiven>().Single();
        to.Apply(SupportDecider.Receive(new SupportReceived(from, new ActivityId("a"), given.Uses), to.Used));
    }
}
