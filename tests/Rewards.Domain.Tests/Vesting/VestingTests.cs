using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Rewards.Domain.Ledger;
using Rewards.Domain.Members;
using Rewards.Domain.Rules;
using Rewards.Domain.Tests.Rules;
using Rewards.Domain.Vesting;
using Rewards.Journal.Snapshots;

namespace Rewards.Domain.Tests.Vesting;

public sealed class VestingTests
{
    private const string Own = """
        [{ "id": "welcome", "order": 1, "when": "share", "give": { "feathers": 30 },
           "status": { "vesting": { "activeDays": 3, "within": "P10D" } },
           "limits": [{ "per": "member", "within": "lifetime", "times": 1 }] }]
        """;

    [Fact]
    public void Award_ThatVests_WaitsInPendingAndTellsTheDays()
    {
        var play = new Play(Own);

        var (receipt, awards) = play.Tell("share");

        var ends = play.Now + Duration.FromDays(10);
        Assert.Equal(new RuleTrace(0, RuleOutcome.Vesting, -1, 1, 3, ends), Assert.Single(receipt.Rules));
        Assert.Equal((AwardStatus.Vesting, ends), (Assert.Single(awards).Status, awards[0].LapsesAt!.Value));
        Assert.Equal((0, 30), Balance(play));
        Assert.Equal(1, Assert.Single(play.State.Vestings!).DaysSeen);
    }

    [Fact]
    public void Award_OnTheLastDayNeeded_MaturesInTheSameDecision()
    {
        var play = new Play(Own);
        play.Tell("share");

        Active(play, days: 1);
        Active(play, days: 0);
        Assert.Equal((0, 30), Balance(play));
        Active(play, days: 1);

        var matured = Assert.Single(play.Last.Events.OfType<VestingMatured>());
        Assert.Equal(play.Programme.LotExpiry("feathers", play.Now), Assert.Single(matured.Moves).LotExpiresAt);
        Assert.Equal((30, 0), Balance(play));
        Assert.Null(play.State.Vestings);
    }

    [Fact]
    public void Days_ToldLateAndOutOfOrder_CountOnceEachByTheCommunitysCalendar()
    {
        var play = new Play(Own);
        play.Tell("share"); // Noon of 2 March in Shanghai.
        play.Now += Duration.FromDays(4);

        play.Tell("read", at: "2026-03-02T15:59:59Z"); // Still the first day.
        play.Tell("read", at: "2026-03-04T16:00:00Z"); // 5 March begins.
        play.Tell("read", at: "2026-03-05T15:59:59Z"); // and ends.
        Assert.Equal(2, Assert.Single(play.State.Vestings!).DaysSeen);
        play.Tell("read", at: "2026-03-01T04:00:00Z"); // Before the award: no day of it.
        Assert.Equal(2, Assert.Single(play.State.Vestings!).DaysSeen);
        play.Tell("read", at: "2026-03-02T16:00:00Z");

        Assert.Equal((30, 0), Balance(play));
    }

    [Fact]
    public void Award_AtItsEnd_TakesNoPartAndLapsesWithItsLimit()
    {
        var play = new Play(Own);
        play.Tell("share");
        Active(play, days: 1);
        play.Now += Duration.FromDays(9);

        play.Tell("read");
        Assert.DoesNotContain(play.Last.Events, change => change is ActiveDayCounted or VestingMatured);
        var lapsed = VestingDecider.Lapse(play.State, play.Now, _ => Recorded(play), play.Used);
        play.Apply(lapsed);

        Assert.Equal(VestingStatus.Lapsed, Assert.IsType<VestingVoided>(Assert.Single(lapsed.Events)).Why);
        Assert.Equal((0, 0), Balance(play));
        Assert.Equal(RuleOutcome.Vesting, Assert.Single(play.Tell("share").Receipt.Rules).Outcome);
    }

    [Fact]
    public void Lapse_BeforeTheEnd_DoesNothing()
    {
        var play = new Play(Own);
        play.Tell("share");
        play.Now += Duration.FromDays(10) - Duration.Epsilon;

        Assert.Empty(VestingDecider.Lapse(play.State, play.Now, _ => Recorded(play), play.Used).Events);
    }

    [Fact]
    public void Ban_VoidsEverythingThatVests()
    {
        var play = new Play(Own);
        play.Tell("share");

        play.Apply(VestingDecider.Ban(play.State, _ => Recorded(play), play.Used));

        Assert.Null(play.State.Vestings);
        Assert.Equal((0, 0), Balance(play));
    }

    [Fact]
    public void Awards_ThatVest_AreBoundedPerMember()
    {
        var play = new Play("""
            [{ "id": "welcome", "order": 1, "when": "share", "give": { "feathers": 1 },
               "status": { "vesting": { "activeDays": 3, "within": "P10D" } } }]
            """);
        for (var i = 0; i < VestingTerms.OpenMax; i++)
        {
            Assert.Equal(1, play.Earn("share"));
        }

        var (receipt, awards) = play.Tell("share");

        Assert.Empty(awards);
        Assert.Equal(new RuleTrace(0, RuleOutcome.VestingFull, -1, 8, 8), Assert.Single(receipt.Rules));
    }

    [Fact]
    public void BestOfAGroup_WhereNoMoreMayVest_IsTheNextBest()
    {
        var play = new Play("""
            [{ "id": "welcome", "order": 1, "when": "share", "give": { "feathers": 9 }, "group": "one",
               "status": { "vesting": { "activeDays": 3, "within": "P10D" } } },
             { "id": "plain", "order": 2, "when": "share", "give": { "feathers": 2 }, "group": "one" }]
            """);
        for (var i = 0; i < VestingTerms.OpenMax; i++)
        {
            Assert.Equal(9, play.Earn("share"));
        }

        var (receipt, awards) = play.Tell("share");

        Assert.Equal(2, Assert.Single(Assert.Single(awards).Lines).Granted);
        Assert.Equal([RuleOutcome.VestingFull, RuleOutcome.Granted], receipt.Rules.Select(trace => trace.Outcome));
        Assert.Equal(VestingTerms.OpenMax, play.State.Vestings!.Count);
    }

    [Fact]
    public void Award_ToTheInviterAlone_LeavesTheMembersBalancesAlone()
    {
        var play = new Play("""
            [{ "id": "brought", "order": 1, "when": "share",
               "give": [{ "currency": "stars", "amount": 100, "to": "counterparty" }],
               "status": { "vesting": { "activeDays": 2, "within": "P10D" } } }]
            """);

        play.TellWith("ann", "share");

        Assert.Equal(AwardStatus.Vesting, Assert.Single(play.Last.Events.OfType<AwardsQueued>()).Status);
        Assert.Empty(play.State.Wallets);
        Active(play, days: 1);
        Assert.Empty(Assert.Single(play.Last.Events.OfType<VestingMatured>()).Moves);
    }

    /// <summary>Whatever days come in whatever order: it matures exactly with the day that completes them.</summary>
    [Fact]
    public void Maturity_OfRandomDays_AgreesWithASetOfDays()
    {
        var days = Gen.Choose(0, 14).ArrayOf();
        Prop.ForAll(days.ToArbitrary(), told =>
        {
            var vesting = OpenVesting.Of(new VestingStarted(
                new ActivityId("a"), 1, 0, 5, 100, Instant.MaxValue, []));
            var model = new HashSet<int> { 100 };
            foreach (var day in told.Select(day => day + 98))
            {
                if (day >= 100)
                {
                    Assert.Equal(!model.Contains(day), vesting.Misses(day));
                    model.Add(day);
                    vesting = vesting.Misses(day) ? vesting.With(day) : vesting;
                }
                else
                {
                    Assert.False(vesting.Misses(day));
                }

                Assert.Equal(model.Count, vesting.DaysSeen);
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Snapshot_WithAwardsThatVest_ReadsBack()
    {
        var play = new Play(Own);
        play.Tell("share");
        Active(play, days: 9);
        var bytes = MemberSnapshot.Write(play.State);

        var restored = MemberSnapshot.Read(bytes)!;

        var vesting = Assert.Single(restored.Vestings!);
        Assert.Equal((2, 3, 30L), (vesting.DaysSeen, vesting.DaysNeeded, vesting.Own[0].Amount));
        Assert.Equal(bytes, MemberSnapshot.Write(restored));
    }

    private static void Active(Play play, int days)
    {
        play.Now += Duration.FromDays(days);
        play.Tell("read");
    }

    private static (long Available, long Pending) Balance(Play play) =>
        play.State.FindWallet("feathers") is { } wallet ? (wallet.Available, wallet.Pending) : default;

    /// <summary>The awards of the one activity that awarded, as the journal would tell them.</summary>
    private static RecordedAwards Recorded(Play play)
    {
        var vesting = play.State.Vestings![0];
        var limit = play.Programme.Rules[0].Limits[0];
        return new RecordedAwards(
            vesting.Activity, null,
            [
                new PointsAwarded(0, AwardStatus.Vesting, vesting.EndsAt, [new AwardLine("feathers", 30, 30, null)],
                    [new LimitUse(limit.Key, limit.Scope, limit.Unit, NodaConstants.UnixEpoch, null, 1)]),
            ],
            null, false, []);
    }
}
