using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Rewards.Domain.Activities;
using Rewards.Domain.Members;
using Rewards.Domain.Programmes;
using Rewards.Domain.Rules;
using Rewards.Domain.Tests.Ledger;
using Rewards.Journal.Records;
using Rewards.Tests.Shared;

namespace Rewards.Domain.Tests.Rules;

/// <summary>
/// Limits against <see cref="LimitModel"/>, around the nights on which local time jumps; activities come late and out
/// of order.
/// </summary>
public sealed class LimitProperties
{
    private static readonly Config Config = Config.QuickThrowOnFailure.WithMaxTest(120);

    private sealed record Told(int Type, int Subject, int With, int LateMinutes, int NextMinutes, int Score, bool Reject);

    [Theory]
    [InlineData("Asia/Shanghai", "2025-12-31T16:00:00Z")]
    [InlineData("America/New_York", "2026-03-08T07:00:00Z")]
    [InlineData("America/New_York", "2026-11-01T06:00:00Z")]
    [InlineData("Europe/London", "2026-03-29T01:00:00Z")]
    [InlineData("Europe/London", "2026-10-25T01:00:00Z")]
    [InlineData("Australia/Lord_Howe", "2026-04-04T15:00:00Z")]
    [InlineData("Australia/Lord_Howe", "2026-10-03T15:30:00Z")]
    [InlineData("America/Sao_Paulo", "2018-11-04T03:00:00Z")] // no midnight: 00:00 became 01:00
    [InlineData("America/Sao_Paulo", "2018-02-18T02:00:00Z")] // midnight twice
    [InlineData("Pacific/Apia", "2011-12-30T10:00:00Z")] // no 30 December at all
    public void Limits_AroundATransition_GrantWhatThePlainModelGrants(string zone, string transition)
    {
        var around = Instant.FromDateTimeUtc(DateTime.Parse(
            transition, System.Globalization.CultureInfo.InvariantCulture).ToUniversalTime());
        var stories =
            from seed in Gen.Choose(0, 1_000_000)
            from told in Told1().ArrayOf(50)
            select (seed, told);
        Prop.ForAll(stories.ToArbitrary(), story => Play(story.seed, story.told, zone, around)).Check(Config);
    }

    private static Gen<Told> Told1() =>
        from type in Gen.Choose(0, 2)
        from subject in Gen.Choose(0, 2)
        from with in Gen.Choose(0, 2)
        from late in Gen.OneOf(Gen.Choose(-5, 120), Gen.Choose(0, 7 * 24 * 60))
        from next in Gen.OneOf(Gen.Choose(0, 200), Gen.Choose(0, 200), Gen.Choose(0, 20_000))
        from score in Gen.Choose(0, 10)
        from reject in Gen.Choose(0, 3)
        select new Told(type, subject, with, late, next, score, reject == 0);

    private static void Play(int seed, Told[] told, string zone, Instant around)
    {
        var programme = RandomProgrammes.Of(
            seed, new CommunityDocument { TimeZone = zone }, scopes: RandomProgrammes.PerCounterparty);
        var model = new LimitModel(DateTimeZoneProviders.Tzdb[zone]);
        var state = new MemberState();
        var counters = new Dictionary<(ulong, Instant, string), long>();
        long Used(ulong key, Instant start, string subject) => counters.GetValueOrDefault((key, start, subject));
        var now = around - Duration.FromDays(2);
        for (var i = 0; i < told.Length; i++)
        {
            now += Duration.FromMinutes(told[i].NextMinutes);
            var activity = Activity(i, told[i], now);
            var needed = MemberDecider.SubjectCountersNeeded(programme, activity, now).ToHashSet();
            var decision = MemberDecider.Record(state, programme, activity, now, (key, start, subject) =>
            {
                Assert.Contains((key, start, subject), needed);
                return Used(key, start, subject);
            });
            AssertSame(model.Record(programme, activity, now), decision);
            Apply(state, counters, decision, now);
            if (told[i].Reject && Pending(activity, decision) is { } pending)
            {
                Apply(state, counters, ReviewDecider.Reject(pending, "op", Used), now);
                model.Reject(activity.Id.Value);
            }

            model.AssertCapsHold();
        }
    }

    private static Activity Activity(int index, Told told, Instant now) => new(
        new ActivityId($"a{index}"),
        RandomProgrammes.Types[told.Type],
        told.LateMinutes == 0 ? null : Microseconds.Floor(now - Duration.FromMinutes(told.LateMinutes)),
        told.Subject == 0 ? null : $"article-{told.Subject}",
        told.With == 0 ? null : $"friend-{told.With}",
        [new Fact("score", FactValue.Of((long)told.Score))]);

    private static RecordedAwards? Pending(Activity activity, Decision decision)
    {
        var awards = decision.Events.OfType<PointsAwarded>().ToArray();
        return awards.Any(award => award.Status == AwardStatus.Pending)
            ? new RecordedAwards(activity.Id, activity.Subject, awards, AwardStatus.Pending, false, [])
            {
                Counterparty = activity.Counterparty,
            }
            : null;
    }

    private static void AssertSame(IReadOnlyList<ModelTrace> expected, Decision decision)
    {
        var receipt = decision.Events.OfType<ActivityRecorded>().Single().Receipt;
        Assert.Equal(
            expected.Select(trace => (trace.Rule, trace.Outcome)),
            receipt.Rules.Select(trace => (trace.Rule, trace.Outcome)));
        Assert.Equal(
            expected.Where(trace => trace.Granted.Count > 0)
                .Select(trace => (trace.Rule, string.Join(',', trace.Granted))),
            decision.Events.OfType<PointsAwarded>()
                .Select(award => (award.Rule, string.Join(',', award.Lines.Select(line => line.Granted)))));
    }

    private static void Apply(
        MemberState state, Dictionary<(ulong, Instant, string), long> counters, Decision decision, Instant now)
    {
        foreach (var change in decision.Events)
        {
            state.Apply(change, now);
        }

        foreach (var counter in decision.Counters)
        {
            counters[(counter.Key, counter.Start, counter.Subject)] = counter.Value;
        }
    }
}
