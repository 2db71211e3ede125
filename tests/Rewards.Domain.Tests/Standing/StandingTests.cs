using NodaTime;
using Rewards.Domain.Members;
using Rewards.Domain.Rules;
using Rewards.Domain.Standing;
using Rewards.Domain.Tests.Rules;
using Rewards.Journal.Snapshots;
using Rewards.Tests.Shared;

namespace Rewards.Domain.Tests.Standing;

public sealed class StandingTests
{
    private const string Share = """
        [{ "id": "share", "order": 1, "when": "share", "give": { "stars": 3 },
           "limits": [{ "per": "member", "within": "day", "times": 1 }] }]
        """;

    private const string ForGood = """
        [{ "id": "share", "order": 1, "when": "share", "give": { "stars": 3 },
           "if": { "member": "standing", "is": "good" } }]
        """;

    [Theory]
    [InlineData(StandingKind.Banned, RuleOutcome.Banned)]
    [InlineData(StandingKind.Muted, RuleOutcome.Muted)]
    public void Activity_OfASanctionedMember_IsRecordedAndUsesNothing(StandingKind kind, RuleOutcome outcome)
    {
        var play = Sanctioned(Share, kind);

        var (receipt, awards) = play.Tell("share");

        Assert.Empty(awards);
        Assert.Equal(new RuleTrace(0, outcome), Assert.Single(receipt.Rules));
        Assert.Equal(ReceiptReason.RulesConsidered, receipt.Reason);
        play.Apply(StandingDecider.Set(StandingKind.Good, null, "op", play.Now));
        Assert.Equal(3, play.Earn("share"));
    }

    [Fact]
    public void Activity_OfASanctionedMember_IsNotCountedAsHistory()
    {
        var play = Sanctioned(
            """
            [{ "id": "second", "order": 1, "when": "share", "give": { "stars": 3 },
               "if": { "count": "share", "within": "month", "atLeast": 1 } }]
            """,
            StandingKind.Banned);

        play.Tell("share");

        Assert.IsType<ActivityRecorded>(Assert.Single(play.Last.Events));
        play.Apply(StandingDecider.Set(StandingKind.Good, null, "op", play.Now));
        Assert.Equal(0, play.Earn("share"));
        Assert.Equal(3, play.Earn("share"));
    }

    [Fact]
    public void Mute_WithAnEnd_IsOverByItselfAtThatMoment()
    {
        var play = new Play(Share);
        var end = play.Now + Duration.FromDays(1);
        play.Apply(StandingDecider.Set(StandingKind.Muted, end, "op", play.Now));

        play.Now = end - Duration.Epsilon;
        var muted = play.Tell("share");
        play.Now = end;

        Assert.Equal(end, Assert.Single(muted.Receipt.Rules).FreeAgainAt);
        Assert.Equal(3, play.Earn("share"));
    }

    [Fact]
    public void MutedMember_WhereTheProgrammeSaysAward_EarnsAndConditionsTell()
    {
        var document = new CommunityDocument { Muted = "award" };
        Assert.Equal(3, Sanctioned(Share, StandingKind.Muted, document).Earn("share"));

        var denied = Assert.Single(Sanctioned(ForGood, StandingKind.Muted, document).Tell("share").Receipt.Rules);

        Assert.Equal((RuleOutcome.ConditionFailed, (long)StandingKind.Muted), (denied.Outcome, denied.Used));
        Assert.Equal(3, new Play(ForGood).Earn("share"));
    }

    [Fact]
    public void BannedMember_WhereMutedOnesEarn_EarnsNothing()
    {
        var document = new CommunityDocument { Muted = "award" };

        Assert.Equal(0, Sanctioned(Share, StandingKind.Banned, document).Earn("share"));
    }

    [Fact]
    public void Award_ForABannedMember_IsWithheldForGood()
    {
        var play = Sanctioned(Share, StandingKind.Banned);
        var award = new AwardReceived("lin", new ActivityId("l1"), 1, 0, Recipient.Counterparty, "stars", 5, null);

        var decision = ReceivedAwardDecider.Receive(play.State, play.Programme, award, play.Now);

        var withheld = Assert.IsType<ReceivedAwardWithheld>(Assert.Single(decision.Events));
        Assert.Equal(("lin", 5L, StandingKind.Banned), (withheld.From, withheld.Amount, withheld.Standing));
    }

    [Theory]
    [InlineData(StandingKind.Banned, 1, "until-not-allowed")]
    [InlineData(StandingKind.Good, 1, "until-not-allowed")]
    [InlineData(StandingKind.Muted, 0, "until-passed")]
    public void Until_OfTheWrongKindOrTime_IsRefused(StandingKind kind, int hoursAhead, string code)
    {
        var until = Play.Noon + Duration.FromHours(hoursAhead);

        var refused = Assert.Throws<DomainException>(() => StandingDecider.Set(kind, until, "op", Play.Noon));

        Assert.Equal(code, refused.Code);
    }

    [Fact]
    public void Snapshot_WithAStanding_ReadsBackAndOneWithoutHasNone()
    {
        var play = Sanctioned(Share, StandingKind.Muted);
        var good = MemberSnapshot.Write(new Play(Share).State);

        var restored = MemberSnapshot.Read(MemberSnapshot.Write(play.State))!;

        Assert.Equal(play.State.Standing, restored.Standing);
        Assert.Null(MemberSnapshot.Read(good)!.Standing);
    }

    [Fact]
    public void Snapshot_WithAnUnknownPart_IsPassedOver()
    {
        // Number · length · kind · since (8) · no end · changes, at the end of the snapshot.
        const int partBytes = 1 + 1 + 1 + 8 + 1 + 1;
        var bytes = MemberSnapshot.Write(Sanctioned(Share, StandingKind.Banned).State);
        Assert.NotNull(MemberSnapshot.Read(bytes));

        Assert.Equal(3, bytes[^partBytes]);
        bytes[^partBytes] = 0xFF;

        Assert.Null(MemberSnapshot.Read(bytes));
    }

    private static Play Sanctioned(string rules, StandingKind kind, CommunityDocument? document = null)
    {
        var play = new Play(rules, document);
        play.Apply(StandingDecider.Set(kind, null, "op", play.Now));
        return play;
    }
}
