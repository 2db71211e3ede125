using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Rewards.Domain.Communities;

namespace Rewards.Domain.Tests.Communities;

/// <summary>Random histories of publication against a model that knows nothing but lists of times.</summary>
public sealed class ScheduleProperties
{
    private static readonly Instant Start = Instant.FromUtc(2026, 11, 25, 0, 0);

    /// <summary>Minutes that pass, what is done, and how many minutes ahead (0: at once).</summary>
    private static readonly Arbitrary<(int Pass, int Act, int Ahead)[]> Histories = (
        from pass in Gen.Choose(0, 5)
        from act in Gen.Choose(0, 3)
        from ahead in Gen.Choose(0, 8)
        select (pass, act, act == 0 ? 0 : ahead)).ArrayOf().ToArbitrary();

    [Fact]
    public void VersionInForce_OfAnyHistory_IsTheLastPublishedOneWhoseTimeHasCome() =>
        Prop.ForAll(Histories, history => Play(history)).QuickCheckThrowOnFailure();

    /// <summary>The property is worth something only if the histories do every kind of thing.</summary>
    [Fact]
    public void Histories_TakenTogether_ScheduleCancelAndAreRefused()
    {
        var done = Histories.Generator.Sample(200).SelectMany(Play).GroupBy(it => it)
            .ToDictionary(it => it.Key, it => it.Count());
        string[] kinds =
        [
            nameof(RulesPublished), nameof(RulesScheduled), nameof(ScheduleCancelled), Refusals.VersionScheduled,
            Refusals.VersionInForce, Refusals.TimeOutOfRange,
        ];
        Assert.All(kinds, kind => Assert.True(done.GetValueOrDefault(kind) > 5, kind));
    }

    private static List<string> Play((int Pass, int Act, int Ahead)[] history)
    {
        var state = new CommunityState();
        var model = new List<(int Version, Instant From)>();
        var done = new List<string>();
        var now = Start;
        foreach (var (pass, act, ahead) in history)
        {
            now += Duration.FromMinutes(pass);
            done.Add(Step(state, model, act, now, now + Duration.FromMinutes(ahead)));
            var last = now + Duration.FromMinutes(20);
            for (var at = now; at < last; at += Duration.FromMinutes(1))
            {
                var expected = model.Where(it => it.From <= at).Select(it => it.Version).LastOrDefault();
                Assert.Equal(expected, state.Versions.InForceAt(at)?.Version ?? 0);
                var next = model.Where(it => it.From > at).Select(it => (Instant?)it.From).FirstOrDefault();
                Assert.Equal(next, state.Versions.NextChangeAfter(at));
            }
        }

        return done;
    }

    private static string Step(
        CommunityState state, List<(int Version, Instant From)> model, int act, Instant now, Instant from)
    {
        var tip = state.Versions.Tip()?.Version ?? 0;
        Assert.Equal(model.Count == 0 ? 0 : model[^1].Version, tip);
        try
        {
            CommunityEvent change;
            if (act == 3 && tip > 0)
            {
                change = CommunityDecider.Cancel(state, tip, "op", now)!;
                model.RemoveAt(model.Count - 1);
            }
            else
            {
                change = CommunityDecider.Publish(state, "{}", "hash", tip, "op", "", from, now);
                model.Add((state.Version + 1, from));
            }

            state.Apply(change, now);
            return change.GetType().Name;
        }
        catch (DomainException e)
        {
            return e.Code;
        }
    }
}
