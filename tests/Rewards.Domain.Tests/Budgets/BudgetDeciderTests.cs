using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Rewards.Domain.Budgets;
using Rewards.Domain.Members;
using Rewards.Domain.Rules;
using Rewards.Domain.Tests.Rules;
using Rewards.Domain.Time;
using Rewards.Journal.Snapshots;
using Rewards.Tests.Shared;

namespace Rewards.Domain.Tests.Budgets;

public sealed class BudgetDeciderTests
{
    private static readonly Budget Spring = new("spring", 1, "stars", 1_000, WindowKind.Lifetime);

    private static readonly CommunityDocument Document = new()
    {
        Budgets = """[{ "id": "spring", "currency": "stars", "amount": 1000 }]""",
    };

    [Theory]
    [InlineData(1_000, 10, 125)]
    [InlineData(100, 10, 12)]
    [InlineData(40, 10, 10)]
    [InlineData(7, 10, 7)]
    [InlineData(0, 10, null)]
    [InlineData(-5, 10, null)]
    public void Lease_OfWhatIsLeft_IsAShareAndNotLessThanWanted(long left, long wanted, int? expected)
    {
        var use = new WindowUse(0, Spring.Amount - left, 0);

        var leased = BudgetDecider.Lease(new BudgetState(), Spring, NodaConstants.UnixEpoch, use, wanted, "host", 1);

        Assert.Equal(expected, leased?.Amount is { } amount ? (int)amount : null);
    }

    /// <summary>
    /// Whatever hosts lease, use, settle and free: what is used never exceeds the amount, and comes back.
    /// </summary>
    [Fact]
    public void Budget_UnderRandomLeasesAndSettlements_IsNeverExceeded() =>
        Prop.ForAll(Gen.Choose(0, 1_000_000).ArrayOf().ToArbitrary(), steps =>
        {
            var state = new BudgetState();
            var (use, used, freed) = (default(WindowUse), 0L, 0L);
            foreach (var step in steps)
            {
                var open = state.Open.ToList();
                if (step % 3 == 0 && open.Count > 0)
                {
                    var slice = open[step % open.Count];
                    var settled = BudgetDecider.Settle(state, slice.Slice, step % (slice.Amount + 1))!;
                    (use, used) = (BudgetDecider.After(use, slice, settled), used + settled.Used);
                    state.Apply(settled);
                    Assert.Null(BudgetDecider.Settle(state, slice.Slice, 0));
                }
                else if (step % 7 == 1 && used > freed)
                {
                    freed++;
                    use = use with { Freed = use.Freed + 1 };
                }
                else if (BudgetDecider.Lease(
                    state, Spring, NodaConstants.UnixEpoch, use, 1 + (step % 90), "h", step) is { } leased)
                {
                    use = BudgetDecider.After(use, leased);
                    state.Apply(leased);
                }

                Assert.Equal(state.Open.Sum(slice => slice.Amount), use.Leased);
                Assert.True(use.Leased + used - freed <= Spring.Amount);
                Assert.Equal(Spring.Amount - use.Leased - used + freed, use.Left(Spring.Amount));
            }

            var restored = BudgetSnapshot.Read(BudgetSnapshot.Write(state))!;
            Assert.Equal(state.Open, restored.Open);
            Assert.Equal(state.LastSlice, restored.LastSlice);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Settle_OfMoreThanTheSlice_IsRefused()
    {
        var state = new BudgetState();
        state.Apply(new SliceLeased(1, "spring", 1, NodaConstants.UnixEpoch, "stars", 10, "h", 1));

        Assert.Throws<ArgumentOutOfRangeException>(() => BudgetDecider.Settle(state, 1, 11));
    }

    [Theory]
    [InlineData(30, 30, RuleOutcome.Granted)]
    [InlineData(29, 29, RuleOutcome.BudgetRest)]
    [InlineData(0, 0, RuleOutcome.BudgetExhausted)]
    public void Award_OfABudget_IsWhatIsLeftOfIt(long left, long granted, RuleOutcome outcome)
    {
        var decision = Decide(
            """
            [{ "id": "share", "order": 1, "when": "share", "budget": "spring",
               "give": [{ "currency": "stars", "amount": 20 },
                        { "currency": "stars", "amount": 10, "to": "counterparty" }] }]
            """,
            left);

        var trace = decision.Events.OfType<ActivityRecorded>().Single().Receipt.Rules.Single();
        Assert.Equal(outcome, trace.Outcome);
        Assert.Equal(granted, decision.Events.OfType<BudgetsDrawn>().SelectMany(made => made.Draws).Sum(d => d.Amount));
        Assert.Equal(granted,
            decision.Events.OfType<PointsAwarded>().SelectMany(award => award.Lines).Sum(line => line.Granted)
            + decision.Events.OfType<AwardsQueued>().SelectMany(award => award.Lines).Sum(line => line.Granted));
        Assert.True(outcome == RuleOutcome.Granted || (trace.Used, trace.Threshold) == (left, 30));
    }

    [Fact]
    public void Rules_OfOneBudget_DrawOneAfterTheOther()
    {
        var decision = Decide(
            """
            [{ "id": "a", "order": 1, "when": "share", "budget": "spring", "give": { "stars": 20 } },
             { "id": "b", "order": 2, "when": "share", "budget": "spring", "give": { "stars": 20 } },
             { "id": "c", "order": 3, "when": "share", "budget": "spring", "give": { "stars": 20 } }]
            """,
            left: 30);

        Assert.Equal([(0, 20L), (1, 10L)],
            decision.Events.OfType<BudgetsDrawn>().Single().Draws.Select(draw => (draw.Rule, draw.Amount)));
        Assert.Equal(RuleOutcome.BudgetExhausted,
            decision.Events.OfType<ActivityRecorded>().Single().Receipt.Rules[2].Outcome);
    }

    private static Decision Decide(string rules, long left)
    {
        var play = new Play(rules, Document);
        var activity = new Activities.Activity(new ActivityId("a1"), "share", null, null, "bo", []);
        return MemberDecider.Record(play.State, play.Programme, activity, play.Now, play.Used, "lin", (_, _) => left);
    }
}
