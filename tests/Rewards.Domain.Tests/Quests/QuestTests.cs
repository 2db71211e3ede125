using Rewards.Domain.Activities;
using Rewards.Domain.Badges;
using Rewards.Domain.Members;
using Rewards.Domain.Quests;
using Rewards.Domain.Rules;
using Rewards.Domain.Tests.Rules;
using Rewards.Tests.Shared;

namespace Rewards.Domain.Tests.Quests;

/// <summary>Progress, completion and reward of quests, decided in the turn of the activity.</summary>
public sealed class QuestTests
{
    private const string Rules = """
        [
          { "id": "quiz", "order": 1, "when": "read",
            "give": [{ "currency": "stars", "amount": 1 }, { "quest": { "id": "steps", "step": "quizzes" } }] },
          { "id": "talk", "order": 1, "when": "comment",
            "give": [{ "quest": { "id": "steps", "step": "talks", "by": 2 } }] },
          { "id": "ask", "order": 1, "when": "share", "give": { "stars": 7 },
            "if": { "any": [{ "member": "quest", "done": "steps" }, { "member": "quest", "begun": "steps" }] } }
        ]
        """;

    [Fact]
    public void Quest_WhoseLastStepIsDone_IsCompletedAndRewardedInTheSameDecision()
    {
        var play = Begin();
        play.Tell("comment");
        play.Tell("read");
        Assert.Empty(play.Last.Events.OfType<QuestCompleted>());

        var (receipt, awards) = play.Tell("read");

        var advanced = Assert.Single(play.Last.Events.OfType<QuestAdvanced>());
        Assert.Equal((0, "steps", "quizzes", 2, 2), (
            advanced.Rule, advanced.Quest, advanced.Step, advanced.Progress, advanced.Needed));
        Assert.Equal("steps", Assert.Single(play.Last.Events.OfType<QuestCompleted>()).Quest);
        Assert.Equal([(0, 1), (3, 50)], awards.Select(award => (award.Rule, (int)award.Lines[0].Granted)));
        Assert.Equal([new RuleTrace(0, RuleOutcome.Granted), new RuleTrace(3, RuleOutcome.Granted)], receipt.Rules);
        Assert.Equal("stepper", Assert.Single(play.State.Achievements!.Badges).Badge);
    }

    [Fact]
    public void Quest_ThatIsDoneOrWhoseStepIsFull_TakesNoMore()
    {
        var play = Begin();
        play.Tell("comment");
        var (full, _) = play.Tell("comment");
        play.Tell("read");
        play.Tell("read");
        var (done, awards) = play.Tell("read");

        Assert.Equal([new RuleTrace(1, RuleOutcome.QuestFull)], full.Rules);
        Assert.Equal([0], awards.Select(award => award.Rule));
        Assert.Equal([new RuleTrace(0, RuleOutcome.Granted)], done.Rules);
        Assert.DoesNotContain(play.Last.Events, change => change is QuestAdvanced);
    }

    [Fact]
    public void Progress_OfMoreThanIsNeeded_CountsWhatIsMissing()
    {
        var play = Begin(steps: """[{ "id": "quizzes", "needed": 9 }, { "id": "talks", "needed": 3 }]""");
        play.Tell("comment");
        play.Tell("comment");

        Assert.Equal((1, 3), (
            play.Last.Events.OfType<QuestAdvanced>().Single().Use.Amount,
            play.Last.Events.OfType<QuestAdvanced>().Single().Progress));
    }

    [Fact]
    public void Quest_OfAWindow_BeginsAnewWithTheNext()
    {
        var play = Begin(more: ", \"within\": \"day\"");
        for (var day = 0; day < 2; day++)
        {
            play.Tell("read");
            play.Tell("comment");
            Assert.Equal([0, 3], play.Tell("read").Awards.Select(award => award.Rule));
            play.Now += NodaTime.Duration.FromDays(1);
        }

        var late = play.Tell("read", at: "2026-03-03T04:30:00Z");
        Assert.DoesNotContain(play.Last.Events, change => change is QuestAdvanced);
        Assert.Single(late.Awards);
        play.Tell("read");
        Assert.Equal(1, Assert.Single(play.Last.Events.OfType<QuestAdvanced>()).Progress);
    }

    [Fact]
    public void Quest_OutsideOfItsDates_TakesNothing()
    {
        var play = Begin(more: ", \"dates\": { \"from\": \"2026-03-03\", \"through\": \"2026-03-03\" }");
        Assert.Equal(RuleOutcome.QuestFull, play.Tell("comment").Receipt.Rules[0].Outcome);
        play.Now += NodaTime.Duration.FromDays(1);
        Assert.Equal(RuleOutcome.Granted, play.Tell("comment").Receipt.Rules[0].Outcome);
        play.Now += NodaTime.Duration.FromDays(1);
        play.Tell("read");
        Assert.DoesNotContain(play.Last.Events, change => change is QuestAdvanced);
    }

    [Fact]
    public void Condition_OverAQuest_AsksWhetherItIsBegunOrDone()
    {
        var play = Begin();
        Assert.Equal(0, play.Earn("share"));
        play.Tell("read");
        Assert.Equal(7, play.Earn("share"));
        play.Tell("comment");
        play.Tell("read");
        Assert.Equal(7, play.Earn("share"));
        var begun = play.Programme.Rules[2].If!.Find(2)!;
        Assert.Equal(2, ((QuestTest)begun).ValueOf(new ConditionInputs(
            new Activity(new ActivityId("x"), "share", null, null, null, []), play.Now, play.Programme.Calendar, null,
            new Counters(play.State))));
    }

    [Fact]
    public void Progress_InANewVersionThatNeedsLess_CompletesWithTheNextOfIt()
    {
        var play = Begin(steps: """[{ "id": "quizzes", "needed": 9 }, { "id": "talks" }]""");
        play.Tell("comment");
        play.Tell("read");
        play.Tell("read");
        var easier = Begin(steps: """[{ "id": "quizzes", "needed": 3 }, { "id": "talks" }]""");

        var decision = MemberDecider.Record(
            play.State, easier.Programme, new Activity(new ActivityId("n"), "read", null, null, null, []), play.Now,
            play.Used);

        Assert.Single(decision.Events.OfType<QuestCompleted>());
    }

    [Fact]
    public void Programme_WithoutQuests_MakesNoEventMore()
    {
        var play = new Play("""[{ "id": "r", "order": 1, "when": "read", "give": { "stars": 3 } }]""");

        play.Tell("read");

        Assert.Equal(2, play.Last.Events.Count);
    }

    /// <summary>Random lives with reversals: counters and completions are those of a model that counts anew.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Reversals_AtRandom_LeaveWhatAModelCounts(int seed)
    {
        var random = new Random(seed);
        var play = Begin(steps: """[{ "id": "quizzes", "needed": 4 }, { "id": "talks", "needed": 5 }]""");
        var told = new List<RecordedAwards>();
        QuestRound? stands = null;
        for (var i = 0; i < 300; i++)
        {
            if (told.Count > 0 && random.Next(3) == 0)
            {
                var reversed = told[random.Next(told.Count)];
                told.Remove(reversed);
                var rests = stands is not null && reversed.Advances.Count > 0;
                var awards = reversed with
                {
                    Rounds = rests ? [stands!] : [],
                    Awards = [.. reversed.Awards.Where(award => award.Rule != 3
                        || stands?.Completed.Activity == reversed.Activity)],
                };
                play.Apply(ReversalDecider.Reverse(play.State, play.Programme, awards, "op", play.Now));
                stands = rests ? null : stands;
            }
            else
            {
                var (_, made) = play.Tell(random.Next(2) == 0 ? "read" : "comment");
                var activity = play.Last.Events.OfType<ActivityRecorded>().Single().Activity.Id;
                var completed = play.Last.Events.OfType<QuestCompleted>().SingleOrDefault();
                stands = completed is null
                    ? stands : new QuestRound(completed, made.Single(award => award.Rule == 3), ["stepper"], []);
                if (made.Length > 0)
                {
                    told.Add(new RecordedAwards(activity, null, made, null, false, [])
                    {
                        Advances = [.. play.Last.Events.OfType<QuestAdvanced>()],
                    });
                }
            }

            var progress = told.SelectMany(one => one.Advances).ToLookup(made => made.Step, made => made.Use.Amount);
            var (quizzes, talks) = (progress["quizzes"].Sum(), progress["talks"].Sum());
            var stars = told.SelectMany(one => one.Awards).Where(award => award.Rule == 0)
                .Sum(award => award.Lines[0].Granted);
            Assert.Equal(quizzes == 4 && talks == 5, stands is not null);
            Assert.Equal(stands is not null, play.State.Achievements?.HasBadge("stepper") == true);
            Assert.Equal(stars + (stands is null ? 0 : 50), play.State.FindWallet("stars")?.Available ?? 0);
            var quest = play.Programme.Quests["steps"].Terms;
            var start = Domain.Time.Window.Lifetime.Start;
            Assert.Equal([quizzes, talks], quest.Steps.Select(step => play.State.Limits.Used(step.Key, start)));
            Assert.Equal(stands is null ? 0 : 1, play.State.Limits.Used(quest.DoneKey, start));
            Assert.Equal(stands is null ? 0 : 1, play.State.Limits.Used(quest.TotalKey, start));
        }
    }

    private static Play Begin(
        string steps = """[{ "id": "quizzes", "needed": 2 }, { "id": "talks", "needed": 2 }]""", string more = "") =>
        new(Rules, new CommunityDocument
        {
            NegativeBalance = "debt",
            More = $$"""
                { "badges": [{ "id": "stepper" }],
                  "quests": [{ "id": "steps", "steps": {{steps}},
                    "give": [{ "currency": "stars", "amount": 50 }, { "badge": "stepper" }]{{more}} }] }
                """,
        });

    private sealed class Counters(MemberState state) : ICounterValues
    {
        public long ValueOf(LimitScope scope, ulong key, NodaTime.Instant start) => state.Limits.Used(key, start);
    }
}
