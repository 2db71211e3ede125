using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using NodaTime.Text;
using Rewards.Domain.Activities;
using Rewards.Domain.Members;
using Rewards.Domain.Programmes;
using Rewards.Domain.Rules;
using Rewards.Domain.Streaks;
using Rewards.Journal.Snapshots;
using Rewards.Tests.Shared;

namespace Rewards.Domain.Tests.Streaks;

/// <summary>Streaks by example, and against a model that keeps every day for ever and walks back day by day.</summary>
public sealed class StreakTests
{
    private static readonly Config Config = Config.QuickThrowOnFailure.WithMaxTest(150);

    private sealed record Told(int NextMinutes, int LateMinutes, bool Counts);

    [Theory]
    [InlineData(0, "2026-03-01 2026-03-02 2026-03-03", "2026-03-03", 3)]
    [InlineData(0, "2026-03-01 2026-03-02", "2026-03-03", 2)] // today is not missed before it is over
    [InlineData(0, "2026-03-01 2026-03-02", "2026-03-04", 0)]
    [InlineData(1, "2026-03-01 2026-03-02", "2026-03-04", 2)]
    [InlineData(1, "2026-03-01 2026-03-03", "2026-03-03", 2)] // one missed day, one freeze
    [InlineData(1, "2026-03-01 2026-03-04", "2026-03-04", 1)] // two missed days, one freeze
    [InlineData(2, "2026-03-01 2026-03-04", "2026-03-04", 2)]
    [InlineData(1, "2026-03-01 2026-05-01", "2026-05-01", 1)] // one freeze never forgives sixty days
    [InlineData(7, "2026-03-01 2026-05-01", "2026-05-01", 1)]
    [InlineData(1, "2026-03-30 2026-04-02", "2026-04-02", 2)] // each missed day by the freeze of its own month
    [InlineData(1, "2026-03-28 2026-03-30 2026-04-02", "2026-04-02", 2)] // March has one freeze, and two missed days
    [InlineData(1, "2026-03-01 2026-03-03 2026-03-05", "2026-03-05", 2)] // the stretch moves on
    public void Length_AsOfADay_IsOfTheLongestStretchWithinTheFreezes(
        int freezes, string days, string asOf, long expected) =>
        Assert.Equal(expected, Of(freezes, days).LengthAsOf(Day(asOf)));

    [Fact]
    public void Length_ADayToldLate_JoinsWhatWasBrokenAndGivesTheFreezeBack()
    {
        var broken = Of(0, "2026-03-01 2026-03-02 2026-03-04");
        Assert.Equal((1, 2), (broken.LengthAsOf(Day("2026-03-04")), broken.Longest));

        var joined = broken.With(Day("2026-03-03"), 0);
        Assert.Equal((4, 4), (joined.LengthAsOf(Day("2026-03-04")), joined.Longest));
        Assert.Equal(0, Of(1, "2026-03-01 2026-03-03").FreezesLeft(Day("2026-03-03")));
        Assert.Equal(1, Of(1, "2026-03-01 2026-03-03 2026-03-02").FreezesLeft(Day("2026-03-03")));
    }

    [Fact]
    public void Length_OfYears_NeedsThreeMonthsOfDays()
    {
        var streak = Streak.Empty("daily");
        var day = Day("2024-01-01");
        for (var i = 0; i < 1_000; i++)
        {
            streak = streak.With(day.PlusDays(i), 1);
        }

        Assert.Equal((1_000, 1_000, Streak.MonthsKept), (
            streak.LengthAsOf(day.PlusDays(999)), streak.Longest, streak.Months.Count));
        Assert.Equal(day.PlusDays(999), streak.LastDay);
    }

    [Fact]
    public void Condition_OnAStreak_CountsTheDayOfTheActivityAtHand()
    {
        var play = new Rules.Play(
            """
            [{ "id": "week", "order": 1, "when": "read", "if": { "member": "streak", "of": "daily", "is": 3 },
               "give": { "stars": 7 } },
             { "id": "like", "order": 1, "when": "share", "if": { "member": "streak", "of": "daily", "atLeast": 3 },
               "give": { "stars": 1 } }]
            """,
            new CommunityDocument { More = """{ "streaks": [{ "id": "daily", "when": ["read"] }] }""" });
        var earned = new List<long>();
        for (var i = 0; i < 4; i++)
        {
            earned.Add(play.Earn("share"));
            earned.Add(play.Earn("read"));
            play.Now += Duration.FromDays(1);
        }

        Assert.Equal([0, 0, 0, 0, 0, 7, 1, 0], earned);
        var broken = play.Now += Duration.FromDays(1);
        Assert.Equal((RuleOutcome.ConditionFailed, 0), (
            play.Tell("share").Receipt.Rules[0].Outcome, play.State.Achievements!.Streaks[0].LengthAsOf(
                play.Programme.Calendar.DayOf(broken))));
    }

    [Theory]
    [InlineData("Asia/Shanghai", "2025-12-20T16:00:00Z")]
    [InlineData("America/New_York", "2026-02-25T07:00:00Z")]
    [InlineData("Australia/Lord_Howe", "2026-03-30T15:00:00Z")]
    [InlineData("America/Sao_Paulo", "2018-10-30T03:00:00Z")] // no midnight: 00:00 became 01:00
    [InlineData("America/Sao_Paulo", "2018-02-10T02:00:00Z")] // midnight twice
    [InlineData("Pacific/Apia", "2011-12-20T10:00:00Z")] // no 30 December at all: a missed day
    public void Streak_RandomDaysLateAndOutOfOrder_IsWhatThePlainModelSays(string zone, string begin)
    {
        var stories =
            from freezes in Gen.Choose(0, 3)
            from told in Tell().ArrayOf(120)
            select (freezes, told);
        var from = InstantPattern.General.Parse(begin).Value;
        Prop.ForAll(stories.ToArbitrary(), story => Play(story.freezes, story.told, zone, from)).Check(Config);
    }

    private static Gen<Told> Tell() =>
        from next in Gen.OneOf(
            Gen.Choose(0, 1_000), Gen.Choose(700, 1_600), Gen.Choose(700, 1_600), Gen.Choose(0, 4_500),
            Gen.Frequency((9, Gen.Choose(0, 10)), (1, Gen.Choose(0, 150_000))))
        from late in Gen.OneOf(Gen.Choose(-5, 0), Gen.Choose(0, 2_000), Gen.Choose(0, 31 * 24 * 60))
        from counts in Gen.Choose(0, 5)
        select new Told(next, late, counts > 0);

    private static void Play(int freezes, Told[] told, string zone, Instant now)
    {
        var programme = ProgrammeReader.Read(
            JsonDocuments.Parse(new CommunityDocument
            {
                TimeZone = zone,
                LatenessMax = "P31D",
                More = $$"""{ "streaks": [{ "id": "daily", "when": ["read"], "freezes": {{freezes}} }] }""",
            }.ToUtf8()),
            version: 1);
        var (state, days, longest) = (new MemberState(), new HashSet<LocalDate>(), 0L);
        for (var i = 0; i < told.Length; i++)
        {
            now += Duration.FromMinutes(told[i].NextMinutes);
            var at = now - Duration.FromMinutes(told[i].LateMinutes);
            var type = told[i].Counts ? "read" : "share";
            var decision = MemberDecider.Record(
                state, programme, new Activity(new ActivityId($"a{i}"), type, at, null, null, []), now, (_, _, _) => 0);
            var day = programme.Calendar.DayOf(at);
            var counted = decision.Events.OfType<StreakCounted>().SingleOrDefault();
            Assert.Equal(told[i].Counts && days.Add(day), counted is not null);
            longest = days.Count == 0 ? 0 : Math.Max(longest, days.Max(it => Length(days, it, freezes)));
            if (counted is not null)
            {
                Assert.Equal((day, Length(days, day, freezes), longest), (
                    counted.Day, counted.Length, counted.Longest));
            }

            foreach (var change in decision.Events)
            {
                state.Apply(change, now);
            }

            state = MemberSnapshot.Read(MemberSnapshot.Write(state))!;
            if (state.Achievements?.FindStreak("daily") is { } streak)
            {
                var today = programme.Calendar.DayOf(now);
                Assert.Equal(Length(days, today, freezes), streak.LengthAsOf(today));
                Assert.Equal((days.Max(), longest), (streak.LastDay, streak.Longest));
            }
        }
    }

    /// <summary>The model: walk back; each missed day takes a freeze of its month, until one is missing.</summary>
    private static long Length(HashSet<LocalDate> days, LocalDate day, int freezes)
    {
        var used = new Dictionary<(int, int), int>();
        var length = 0L;
        for (var at = day; ; at = at.PlusDays(-1))
        {
            if (days.Contains(at))
            {
                length++;
            }
            else if (at != day)
            {
                var month = (at.Year, at.Month);
                used[month] = used.GetValueOrDefault(month) + 1;
                if (used[month] > freezes)
                {
                    return length;
                }
            }
        }
    }

    private static Streak Of(int freezes, string days) => days.Split(' ')
        .Aggregate(Streak.Empty("daily"), (streak, day) => streak.With(Day(day), freezes));

    private static LocalDate Day(string text) => LocalDatePattern.Iso.Parse(text).Value;
}
