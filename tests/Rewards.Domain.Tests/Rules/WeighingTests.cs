using NodaTime;
using Rewards.Domain.Activities;
using Rewards.Domain.Members;
using Rewards.Domain.Rules;

namespace Rewards.Domain.Tests.Rules;

/// <summary>Quality, factors, discounts, groups, and limits per counterparty.</summary>
public sealed class WeighingTests
{
    private const string Fading =
        """{ "per": "counterparty", "within": "month", "percent": [100, 50, 25, 0]{0} }""";

    [Theory]
    [InlineData("down", 7)]
    [InlineData("half-up", 8)]
    [InlineData("half-even", 8)]
    public void Factors_ThatHold_MultiplyExactlyAndAreRoundedOnce(string rounding, long earned)
    {
        var play = Share($$"""
            "multiply": [{ "by": 1.5 }, { "by": 3, "if": { "fact": "score", "atLeast": 9 } }],
            "rounding": "{{rounding}}"
            """);

        Assert.Equal(earned, play.Earn("read", facts: Score(8)));
        Assert.Equal(rounding == "down" ? 22 : rounding == "half-up" ? 23 : 22, play.Earn("read", facts: Score(9)));
        Assert.Equal([new RuleWeight(0, 3, null)], Weights(play));
    }

    [Fact]
    public void Factors_OfAThirdAndThree_GiveBackTheWhole()
    {
        var play = Share("\"multiply\": [{ \"by\": 0.125 }, { \"by\": 8 }, { \"by\": 0.001 }, { \"by\": 1000 }]");

        Assert.Equal(5, play.Earn("read"));
    }

    [Fact]
    public void Factors_ThatLeaveNothing_AwardNothingAndSayWhy()
    {
        var play = Share("\"multiply\": [{ \"by\": 0.1 }]");

        var (receipt, awards) = play.Tell("read");

        Assert.Empty(awards);
        Assert.Equal(RuleOutcome.RoundedToNothing, receipt.Rules[0].Outcome);
    }

    [Fact]
    public void Factors_ThatLeaveTheMemberNothing_WhereTheOtherIsMissing_SayThatItWasRounded()
    {
        var play = new Play("""
            [{ "id": "share", "order": 1, "when": "share", "multiply": [{ "by": 0.001 }],
               "give": [{ "currency": "stars", "amount": 1 },
                        { "currency": "stars", "amount": 10000, "to": "counterparty" }] }]
            """);

        var (receipt, awards) = play.Tell("share");

        Assert.Empty(awards);
        Assert.Equal(RuleOutcome.RoundedToNothing, receipt.Rules[0].Outcome);
    }

    [Theory]
    [InlineData(2, RuleOutcome.BelowQuality)]
    [InlineData(3, RuleOutcome.Granted)]
    public void Quality_BelowTheLeast_AwardsNothing(long score, RuleOutcome outcome)
    {
        var play = Share("\"quality\": { \"fact\": \"score\", \"atLeast\": 3 }");

        Assert.Equal(outcome, play.Tell("read", facts: Score(score)).Receipt.Rules[0].Outcome);
        Assert.Equal(RuleOutcome.BelowQuality, play.Tell("read").Receipt.Rules[0].Outcome);
    }

    [Fact]
    public void Discount_OfTheSameCounterparty_FadesAndComesBackWithTheWindow()
    {
        var play = Share($"\"discount\": {Fading.Replace("{0}", "", StringComparison.Ordinal)}", give: 20);

        Assert.Equal([20, 10, 5, 0, 0], Enumerable.Range(0, 5).Select(_ => play.EarnWith("bo", "read")));
        Assert.Equal(20, play.EarnWith("cai", "read"));
        Assert.Equal(20, play.Earn("read"));
        var (receipt, _) = play.TellWith("bo", "read");
        var endOfMonth = Play.At("2026-03-31T16:00:00Z");
        Assert.Equal([new RuleTrace(0, RuleOutcome.DiscountedToNothing, -1, 3, 0, endOfMonth)], receipt.Rules);
        play.Now = endOfMonth;
        Assert.Equal(20, play.EarnWith("bo", "read"));
    }

    [Fact]
    public void Discount_InShadow_ReportsAndTakesNothing()
    {
        var shadow = Fading.Replace("{0}", ", \"shadow\": true", StringComparison.Ordinal);
        var play = Share($"\"discount\": {shadow}", give: 20);

        Assert.Equal([20, 20, 20, 20, 20], Enumerable.Range(0, 5).Select(_ => play.EarnWith("bo", "read")));
        Assert.Equal([new RuleWeight(0, 0, new DiscountApplied(4, 0, true))], Weights(play));
    }

    [Fact]
    public void Discount_OfARejectedAward_IsCountedBack()
    {
        var play = Share(
            $"\"discount\": {Fading.Replace("{0}", "", StringComparison.Ordinal)}, \"status\": \"pending\"", give: 20);
        var (_, awards) = play.TellWith("bo", "read");
        var pending = new RecordedAwards(new ActivityId("a1"), null, awards, AwardStatus.Pending, false, [])
        {
            Counterparty = "bo",
        };
        play.Apply(ReviewDecider.Reject(pending, "op", play.Used));

        Assert.Equal(20, play.EarnWith("bo", "read"));
        Assert.Equal(10, play.EarnWith("bo", "read"));
    }

    [Fact]
    public void LimitPerCounterparty_CountsEachForItself()
    {
        var play = Share(
            "\"limits\": [{ \"per\": \"member-and-counterparty\", \"within\": \"day\", \"amount\": 8 }]");

        Assert.Equal([5, 3, 0], Enumerable.Range(0, 3).Select(_ => play.EarnWith("bo", "read")));
        Assert.Equal(5, play.EarnWith("cai", "read"));
        Assert.Equal(RuleOutcome.CounterpartyMissing, play.Tell("read").Receipt.Rules[0].Outcome);
    }

    [Fact]
    public void Group_OfSeveralThatAward_PaysTheBestAndTheOthersUseNothing()
    {
        var play = new Play("""
            [{ "id": "small", "order": 1, "when": "read", "give": { "stars": 3 }, "group": "quiz",
               "limits": [{ "per": "member", "within": "day", "times": 1 }] },
             { "id": "other", "order": 2, "when": "read", "give": { "stars": 1 } },
             { "id": "large", "order": 3, "when": "read", "give": { "stars": 5 }, "group": "quiz",
               "limits": [{ "per": "member", "within": "day", "amount": 7 }] }]
            """);

        var (receipt, awards) = play.Tell("read");

        Assert.Equal([2, 1], awards.Select(award => award.Rule));
        Assert.Equal(new RuleTrace(0, RuleOutcome.BeatenInGroup, -1, 3, 5), receipt.Rules[0]);
        Assert.Equal(4, play.Earn("read"));
        Assert.Equal(RuleOutcome.LimitReached, play.Tell("read").Receipt.Rules[0].Outcome);
    }

    [Fact]
    public void Group_WhoseBestStops_StopsAfterTheGroup()
    {
        var play = new Play("""
            [{ "id": "a", "order": 1, "when": "read", "give": { "stars": 3 }, "group": "g" },
             { "id": "b", "order": 2, "when": "read", "give": { "stars": 1 } },
             { "id": "c", "order": 3, "when": "read", "give": { "stars": 5 }, "group": "g", "stacking": "stop" }]
            """);

        Assert.Equal(
            [RuleOutcome.BeatenInGroup, RuleOutcome.StoppedByEarlierRule, RuleOutcome.Granted],
            play.Tell("read").Receipt.Rules.Select(trace => trace.Outcome));
    }

    private static Fact[] Score(long score) => [new Fact("score", FactValue.Of(score))];

    private static IReadOnlyList<RuleWeight> Weights(Play play) =>
        play.Last.Events.OfType<AmountsWeighed>().Single().Weights;

    private static Play Share(string fields, long give = 5) => new(
        $$"""[{ "id": "r", "order": 1, "when": "read", "give": { "stars": {{give}} }, {{fields}} }]""");
}
