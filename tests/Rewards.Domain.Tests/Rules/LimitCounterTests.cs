using NodaTime;
using Rewards.Domain.Members;
using Rewards.Domain.Rules;

namespace Rewards.Domain.Tests.Rules;

/// <summary>
/// Many counters of one member, beyond the number from which they are found by an index, answer as a plain map does:
/// through windows that end and are dropped, uses that are freed, and restores from a snapshot.
/// </summary>
public sealed class LimitCounterTests
{
    private const int Keys = 150;
    private const int Steps = 20_000;
    private static readonly Instant Beginning = Instant.FromUtc(2026, 3, 1, 0, 0);
    private static readonly Duration Window = Duration.FromDays(5);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Counters_OverAYear_AnswerAsAPlainMapDoes(int seed)
    {
        var random = new Random(seed);
        var counters = new LimitCounters();
        var map = new Dictionary<(ulong Key, Instant Start), (Instant? End, long Value)>();
        var now = Beginning;
        var countMax = 0;
        for (var step = 0; step < Steps; step++)
        {
            now += Duration.FromMinutes(random.Next(0, 52));
            var use = UseAt(random, now);
            var place = (use.Key, use.CounterStart);
            var known = map.GetValueOrDefault(place, (use.End, 0));
            if (random.Next(5) == 0)
            {
                counters.Free(use);
                if (map.ContainsKey(place))
                {
                    map[place] = (known.End, use.Freed(known.Value));
                }
            }
            else
            {
                counters.Add(use, now);
                map[place] = (Later(known.End, use.End), use.After(known.Value));
            }

            Assert.Equal(map.GetValueOrDefault(place).Value, counters.Used(place.Key, place.CounterStart));
            countMax = Math.Max(countMax, counters.All.Length);
            if (step % 500 == 499)
            {
                AssertSame(map, counters, now);
                counters = random.Next(2) == 0 ? counters : LimitCounters.Restore(counters.All.ToArray());
            }
        }

        Assert.InRange(countMax, 500, map.Count - 500);
    }

    /// <summary>Every fifth limit is a cool-down, every tenth is for life.</summary>
    private static LimitUse UseAt(Random random, Instant now)
    {
        var key = (ulong)random.Next(Keys);
        var at = now - Duration.FromDays(random.Next(0, 7));
        if (key % 5 == 0)
        {
            return new LimitUse(key, LimitScope.Member, LimitUnit.CoolDown, at, at + Window, 0);
        }

        if (key % 10 == 1)
        {
            return new LimitUse(key, LimitScope.Member, LimitUnit.Times, NodaConstants.UnixEpoch, null, 1);
        }

        var start = Beginning + (Window * Math.Floor((at - Beginning) / Window));
        return new LimitUse(key, LimitScope.Member, LimitUnit.Amount, start, start + Window, random.Next(1, 9));
    }

    /// <summary>Windows that an activity may still fall into are all there; what else is there is not wrong.</summary>
    private static void AssertSame(
        Dictionary<(ulong Key, Instant Start), (Instant? End, long Value)> map, LimitCounters counters, Instant now)
    {
        foreach (var (place, (end, value)) in map)
        {
            if (end is null || end + LimitCounters.KeptAfterEnd > now)
            {
                Assert.Equal((place, value), (place, counters.Used(place.Key, place.Start)));
            }
        }

        foreach (var counter in counters.All)
        {
            Assert.Equal(map[(counter.Key, counter.Start)], (counter.End, counter.Value));
        }
    }

    private static Instant? Later(Instant? x, Instant? y) => x is { } a && y is { } b ? Instant.Max(a, b) : null;
}
