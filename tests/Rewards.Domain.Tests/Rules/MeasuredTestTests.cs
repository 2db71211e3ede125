using NodaTime;
using Rewards.Domain.Members;
using Rewards.Domain.Rules;
using Rewards.Tests.Shared;

namespace Rewards.Domain.Tests.Rules;

/// <summary>Conditions over what is not among the facts: member, history, counterparty, calendar.</summary>
public sealed class MeasuredTestTests
{
    [Theory]
    [InlineData("""{ "member": "days", "atLeast": 30 }""", 29, 0)]
    [InlineData("""{ "member": "days", "atLeast": 30 }""", 30, 5)]
    [InlineData("""{ "member": "days", "atMost": 0 }""", 0, 5)]
    [InlineData("""{ "not": { "member": "days", "moreThan": 3 } }""", 3, 5)]
    public void MembershipDays_SinceTheFirstRecord_AreWholeDays(string condition, int days, long earned)
    {
        var play = Ask(condition);
        play.Tell("comment");
        play.Now += Duration.FromDays(days);

        Assert.Equal(earned, play.Earn("share"));
    }

    [Fact]
    public void MembershipDays_BelowTheBound_AreInTheReceipt()
    {
        var play = Ask("""{ "all": [{ "member": "days", "atLeast": 30 }] }""");
        play.Tell("comment");
        play.Now += Duration.FromDays(12);

        Assert.Equal([new RuleTrace(0, RuleOutcome.ConditionFailed, 1, 12, 30)], play.Tell("share").Receipt.Rules);
    }

    [Fact]
    public void Count_OfAnotherType_CountsTheActivitiesBeforeInTheWindow()
    {
        var play = Ask("""{ "count": "comment", "within": "day", "atLeast": 2 }""");
        play.Tell("comment");
        Assert.Equal(0, play.Earn("share"));
        play.Tell("comment");
        Assert.Equal(5, play.Earn("share"));
        Assert.Equal(0, play.Earn("share", at: "2026-03-01T04:00:00Z"));
        play.Now += Duration.FromDays(1);
        Assert.Equal(0, play.Earn("share"));
    }

    [Fact]
    public void Count_OfTheOwnType_DoesNotCountTheActivityAtHand()
    {
        var play = Ask("""{ "count": "share", "within": "lifetime", "atMost": 1 }""");

        Assert.Equal([5, 5, 0, 0], Enumerable.Range(0, 4).Select(_ => play.Earn("share")));
    }

    [Fact]
    public void Count_WithCounterparty_CountsEachForItself()
    {
        var play = Ask("""{ "count": "share", "with": "counterparty", "within": "month", "atMost": 0 }""");

        string[] others = ["bo", "cai", "bo", "cai"];

        Assert.Equal([5, 5, 0, 0], others.Select(other => play.EarnWith(other)));
        Assert.Equal(0, play.Earn("share"));
        play.Now += Duration.FromDays(30);
        Assert.Equal(5, play.EarnWith("bo"));
    }

    [Fact]
    public void Count_OfDistinctCounterparties_CountsEachOnce()
    {
        var play = Ask("""{ "count": "share", "distinct": "counterparty", "within": "week", "atLeast": 2 }""");

        string[] others = ["bo", "bo", "cai", "cai", "bo"];

        Assert.Equal([0, 0, 0, 5, 5], others.Select(other => play.EarnWith(other)));
        play.Now += Duration.FromDays(7);
        Assert.Equal(0, play.EarnWith("bo"));
    }

    [Fact]
    public void History_WhereNobodyAsks_WritesNothing()
    {
        var play = new Play("""[{ "id": "r", "order": 1, "when": "share", "give": { "stars": 5 } }]""");
        play.EarnWith("bo");

        Assert.Equal(
            [typeof(ActivityRecorded), typeof(PointsAwarded)], play.Last.Events.Select(change => change.GetType()));
        Assert.Empty(play.Last.Counters);
    }

    [Theory]
    [InlineData("""{ "weekday": "monday" }""", "2026-03-01T15:59:59Z", 0)]
    [InlineData("""{ "weekday": "monday" }""", "2026-03-01T16:00:00Z", 5)]
    [InlineData("""{ "weekday": ["saturday", "sunday"] }""", "2026-03-01T15:59:59Z", 5)]
    [InlineData("""{ "hours": { "from": 9, "before": 18 } }""", "2026-03-02T00:59:59Z", 0)]
    [InlineData("""{ "hours": { "from": 9, "before": 18 } }""", "2026-03-02T01:00:00Z", 5)]
    [InlineData("""{ "hours": { "from": 9, "before": 18 } }""", "2026-03-01T10:00:00Z", 0)]
    [InlineData("""{ "hours": { "from": 22, "before": 6 } }""", "2026-03-01T14:00:00Z", 5)]
    [InlineData("""{ "hours": { "from": 22, "before": 6 } }""", "2026-03-01T21:59:59Z", 5)]
    [InlineData("""{ "hours": { "from": 22, "before": 6 } }""", "2026-03-01T22:00:00Z", 0)]
    [InlineData("""{ "dates": { "from": "2026-03-02", "through": "2026-03-02" } }""", "2026-03-01T16:00:00Z", 5)]
    [InlineData("""{ "dates": { "from": "2026-03-02" } }""", "2026-03-01T15:59:59Z", 0)]
    [InlineData("""{ "dates": { "through": "2026-03-01" } }""", "2026-03-01T15:59:59Z", 5)]
    [InlineData("""{ "dates": { "through": "2026-03-01" } }""", "2026-03-01T16:00:00Z", 0)]
    public void Calendar_OfAnActivity_IsTheCommunitysByWhenItHappened(string condition, string at, long earned) =>
        Assert.Equal(earned, Ask(condition).Earn("share", at: at));

    [Fact]
    public void Hours_OnADayWithoutThem_FollowTheLocalClock()
    {
        var document = new CommunityDocument { TimeZone = "America/New_York" };
        var play = new Play(Rules("""{ "hours": { "from": 3, "before": 4 } }"""), document)
        {
            Now = Play.At("2026-03-08T12:00:00Z"),
        };

        // Clocks go from 2 to 3 at 07:00 UTC.
        Assert.Equal(0, play.Earn("share", at: "2026-03-08T06:59:59Z"));
        Assert.Equal(5, play.Earn("share", at: "2026-03-08T07:00:00Z"));
    }

    private static Play Ask(string condition) => new(Rules(condition));

    private static string Rules(string condition) =>
        $$"""[{ "id": "r", "order": 1, "when": "share", "give": { "stars": 5 }, "if": {{condition}} }]""";
}
