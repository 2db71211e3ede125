using NodaTime;
using Rewards.Domain.Activities;
using Rewards.Domain.Members;
using Rewards.Domain.Rules;
using Rewards.Tests.Shared;

namespace Rewards.Domain.Tests.Rules;

public sealed class LimitTests
{
    private const string FifteenADay = """
        [{ "id": "share", "order": 1, "when": "share", "give": { "feathers": 10 },
           "limits": [{ "per": "member", "within": "day", "amount": 15 }] }]
        """;

    [Fact]
    public void Limit_WithLessLeftThanAsked_GrantsWhatIsLeft()
    {
        var play = new Play(FifteenADay);

        Assert.Equal(10, play.Earn("share"));
        var (receipt, awards) = play.Tell("share");

        Assert.Equal(new AwardLine("feathers", 10, 5, awards[0].Lines[0].LotExpiresAt), awards[0].Lines[0]);
        var endOfDay = Play.At("2026-03-02T16:00:00Z");
        Assert.Equal([new RuleTrace(0, RuleOutcome.GrantedInPart, 0, 10, 15, endOfDay)], receipt.Rules);
    }

    [Fact]
    public void Limit_WithNothingLeft_SaysWhenThereIsAgain()
    {
        var play = new Play(FifteenADay);
        play.Earn("share");
        play.Earn("share");

        var (receipt, awards) = play.Tell("share");

        Assert.Empty(awards);
        var endOfDay = Play.At("2026-03-02T16:00:00Z");
        Assert.Equal([new RuleTrace(0, RuleOutcome.LimitReached, 0, 15, 15, endOfDay)], receipt.Rules);
    }

    [Theory]
    [InlineData("2026-03-02T15:59:59.999999Z", 5)]
    [InlineData("2026-03-02T16:00:00Z", 10)]
    public void DayLimit_AtLocalMidnight_BeginsAnew(string now, long earned)
    {
        var play = new Play(FifteenADay);
        play.Earn("share");
        play.Now = Play.At(now);

        Assert.Equal(earned, play.Earn("share"));
    }

    [Fact]
    public void DayLimit_ForAnActivityToldLate_CountsInTheDayOnWhichItHappened()
    {
        var play = new Play(FifteenADay);
        play.Earn("share", at: "2026-03-01T10:00:00Z");
        play.Earn("share", at: "2026-03-02T01:00:00Z");

        Assert.Equal(5, play.Earn("share", at: "2026-03-01T09:00:00Z"));
        Assert.Equal(5, play.Earn("share"));
        Assert.Equal(0, play.Earn("share", at: "2026-03-01T15:00:00Z"));
    }

    [Theory]
    [InlineData("America/New_York", "2026-11-01T04:00:00Z", "2026-11-02T04:59:59Z", "2026-11-02T05:00:00Z")] // 25 hours
    [InlineData("America/New_York", "2026-03-08T05:00:00Z", "2026-03-09T03:59:59Z", "2026-03-09T04:00:00Z")] // 23 hours
    [InlineData("America/Sao_Paulo", "2018-11-04T03:00:00Z", "2018-11-05T01:59:59Z", "2018-11-05T02:00:00Z")]
    [InlineData("Pacific/Apia", "2011-12-29T10:00:00Z", "2011-12-30T09:59:59Z", "2011-12-30T10:00:00Z")]
    public void DayLimit_OnADayOfAnotherLength_LastsTheWholeDay(string zone, string first, string last, string next)
    {
        var play = new Play(FifteenADay, new CommunityDocument { TimeZone = zone }) { Now = Play.At(first) };
        Assert.Equal(10, play.Earn("share"));
        play.Now = Play.At(last);
        Assert.Equal(5, play.Earn("share"));
        play.Now = Play.At(next);
        Assert.Equal(10, play.Earn("share"));
    }

    [Fact]
    public void LifetimeLimitPerSubject_CountsEachSubjectForItself()
    {
        var play = new Play("""
            [{ "id": "share", "order": 1, "when": "share", "give": { "feathers": 5 },
               "limits": [{ "per": "member-and-subject", "within": "lifetime", "amount": 15 }] }]
            """);

        long[] earned = [.. Enumerable.Range(0, 5).Select(_ => play.Earn("share", "a1"))];
        Assert.Equal([5, 5, 5, 0, 0], earned);
        play.Now += Duration.FromDays(4_000);
        Assert.Equal(0, play.Earn("share", "a1"));
        Assert.Equal(5, play.Earn("share", "a2"));
        Assert.Equal(RuleOutcome.SubjectMissing, play.Tell("share").Receipt.Rules[0].Outcome);
    }

    [Fact]
    public void Limit_RaisedInANewVersion_KeepsWhatWasUsed()
    {
        var play = new Play(FifteenADay);
        play.Earn("share");
        play.Earn("share");
        play.Publish(FifteenADay.Replace("15", "22", StringComparison.Ordinal));

        Assert.Equal(7, play.Earn("share"));
        play.Publish(FifteenADay.Replace("15", "3", StringComparison.Ordinal));
        Assert.Equal(0, play.Earn("share"));
    }

    [Fact]
    public void CoolDown_MeasuredFromTheLatestAward_IsNotPassedByTellingLate()
    {
        var play = new Play("""
            [{ "id": "share", "order": 1, "when": "share", "give": { "feathers": 5 }, "coolDown": "PT1H" }]
            """);
        Assert.Equal(5, play.Earn("share"));
        play.Now += Duration.FromMinutes(59);

        var (receipt, _) = play.Tell("share");

        var over = Play.Noon + Duration.FromHours(1);
        Assert.Equal([new RuleTrace(0, RuleOutcome.CoolingDown, 0, 59 * 60, 3600, over)], receipt.Rules);
        Assert.Equal(0, play.Earn("share", at: "2026-03-01T04:00:00Z"));
        play.Now += Duration.FromMinutes(1);
        Assert.Equal(5, play.Earn("share"));
    }

    [Fact]
    public void Rejection_FreesItsWindowAndNotTheCoolDown()
    {
        var play = new Play("""
            [{ "id": "comment", "order": 1, "when": "comment", "give": { "feathers": 10 }, "status": "pending",
               "limits": [{ "per": "member", "within": "day", "times": 1 },
                          { "per": "member-and-subject", "within": "lifetime", "amount": 10 }],
               "coolDown": "PT1H" }]
            """);
        var (_, awards) = play.Tell("comment", "a1");
        var pending = new RecordedAwards(new ActivityId("a1"), "a1", awards, AwardStatus.Pending, false, []);
        play.Apply(ReviewDecider.Reject(pending, "op", play.Used));

        Assert.Equal(RuleOutcome.CoolingDown, play.Tell("comment", "a1").Receipt.Rules[0].Outcome);
        play.Now += Duration.FromHours(1);
        Assert.Equal(10, play.Earn("comment", "a1"));
        play.Now += Duration.FromHours(1);
        Assert.Equal(RuleOutcome.LimitReached, play.Tell("comment", "a1").Receipt.Rules[0].Outcome);
    }

    [Fact]
    public void Rules_ByOrder_StopAtTheFirstThatAwardsAndStops()
    {
        var play = new Play("""
            [{ "id": "always", "order": 30, "when": "read", "give": { "stars": 1 } },
             { "id": "best", "order": 10, "when": "read", "give": { "feathers": 10 }, "stacking": "stop",
               "if": { "fact": "score", "atLeast": 9 } },
             { "id": "good", "order": 20, "when": "read", "give": { "feathers": 5 } }]
            """);

        var (best, bestAwards) = play.Tell("read", facts: new Fact("score", FactValue.Of(9L)));
        var (good, goodAwards) = play.Tell("read", facts: new Fact("score", FactValue.Of(8L)));

        Assert.Equal([1], bestAwards.Select(award => award.Rule));
        Assert.Equal(
            [(1, RuleOutcome.Granted), (2, RuleOutcome.StoppedByEarlierRule), (0, RuleOutcome.StoppedByEarlierRule)],
            best.Rules.Select(trace => (trace.Rule, trace.Outcome)));
        Assert.Equal([2, 0], goodAwards.Select(award => award.Rule));
        Assert.Equal(RuleOutcome.ConditionFailed, good.Rules[0].Outcome);
    }

    [Fact]
    public void Counters_OverALongLife_StayFew()
    {
        var play = new Play(FifteenADay);
        for (var day = 0; day < 400; day++)
        {
            Assert.Equal(10, play.Earn("share"));
            play.Now += Duration.FromDays(1);
        }

        Assert.InRange(play.State.Limits.All.Length, 1, 34);
    }
}
