using NodaTime;
using Rewards.Domain.Rules;

namespace Rewards.Domain.Members;

/// <summary>
/// One counter per member: what was used of a limit in the window from <paramref name="Start"/> to <paramref
/// name="End"/>.
/// </summary>
public readonly record struct LimitCounter(ulong Key, Instant Start, Instant? End, long Value);

/// <summary>
/// The counters of limits per member. Bounded: a window that no activity can fall into any more is dropped, so there
/// are at most as many as limits × windows within the longest lateness.
/// </summary>
public sealed class LimitCounters
{
    /// <summary>Longest lateness that a community may allow; windows are kept that long after their end.</summary>
    public static readonly Duration KeptAfterEnd = Duration.FromDays(32);

    /// <summary>From so many on an index pays; nearly every member has fewer.</summary>
    private const int IndexedFrom = 32;

    private LimitCounter[] counters = [];
    private int count;
    private Dictionary<(ulong Key, Instant Start), int>? index;

    // No window can be dropped before; not known after a restore.
    private Instant nextDrop = Instant.MinValue;

    public ReadOnlySpan<LimitCounter> All => counters.AsSpan(0, count);

    public static LimitCounters Restore(LimitCounter[] counters) =>
        new() { counters = counters, count = counters.Length };

    public long Used(ulong key, Instant start)
    {
        var at = IndexOf(key, start);
        return at < 0 ? 0 : counters[at].Value;
    }

    public void Add(in LimitUse use, Instant now)
    {
        var at = IndexOf(use.Key, use.CounterStart);
        if (at >= 0)
        {
            var counter = counters[at];
            counters[at] = counter with { Value = use.After(counter.Value), End = Later(counter.End, use.End) };
            return;
        }

        if (now >= nextDrop)
        {
            DropEnded(now);
        }

        if (use.End is { } ends && ends + KeptAfterEnd < nextDrop)
        {
            nextDrop = ends + KeptAfterEnd;
        }

        if (count == counters.Length)
        {
            Array.Resize(ref counters, Math.Max(1, count + (count / 2) + 1));
        }

        index?.Add((use.Key, use.CounterStart), count);
        counters[count++] = new LimitCounter(use.Key, use.CounterStart, use.End, use.After(0));
    }

    public void Free(in LimitUse use)
    {
        var at = IndexOf(use.Key, use.CounterStart);
        if (at >= 0)
        {
            counters[at] = counters[at] with { Value = use.Freed(counters[at].Value) };
        }
    }

    private void DropEnded(Instant now)
    {
        var kept = 0;
        nextDrop = Instant.MaxValue;
        for (var i = 0; i < count; i++)
        {
            if (counters[i].End is not { } end)
            {
                counters[kept++] = counters[i];
            }
            else if (end + KeptAfterEnd is var drop && drop > now)
            {
                counters[kept++] = counters[i];
                nextDrop = Instant.Min(nextDrop, drop);
            }
        }

        index = kept == count ? index : null;

        Array.Clear(counters, kept, count - kept);
        count = kept;
    }

    private int IndexOf(ulong key, Instant start)
    {
        if (count >= IndexedFrom)
        {
            return (index ??= MakeIndex()).TryGetValue((key, start), out var at) ? at : -1;
        }

        for (var i = count - 1; i >= 0; i--)
        {
            if (counters[i].Key == key && counters[i].Start == start)
            {
                return i;
            }
        }

        return -1;
    }

    private Dictionary<(ulong Key, Instant Start), int> MakeIndex()
    {
        var made = new Dictionary<(ulong Key, Instant Start), int>(count * 2);
        for (var i = 0; i < count; i++)
        {
            made[(counters[i].Key, counters[i].Start)] = i;
        }

        return made;
    }

    private static Instant? Later(Instant? x, Instant? y) => x is { } a && y is { } b ? Instant.Max(a, b) : null;
}
