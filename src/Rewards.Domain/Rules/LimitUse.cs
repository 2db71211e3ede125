using NodaTime;

namespace Rewards.Domain.Rules;

/// <summary>
/// What one award used of one limit, as its event keeps it: a replay needs no rules to count again, and a rejection
/// can free exactly this. <paramref name="Amount"/> is in the limit's unit (amount, or 1 for times); for a cool-down
/// it is 0 and <paramref name="Start"/> is when the activity happened. <paramref name="End"/>: when the window
/// (cool-down) ends; null: never.
/// </summary>
public readonly record struct LimitUse(
    ulong Key, LimitScope Scope, LimitUnit Unit, Instant Start, Instant? End, long Amount)
{
    /// <summary>Where a cool-down's counter stands: it has one for ever instead of one per window.</summary>
    public Instant CounterStart => Unit == LimitUnit.CoolDown ? NodaConstants.UnixEpoch : Start;

    /// <summary>What the counter stands at after this use: a sum, or for a cool-down the latest time (ticks).</summary>
    public long After(long before) =>
        Unit == LimitUnit.CoolDown ? Math.Max(before, Start.ToUnixTimeTicks()) : before + Amount;

    /// <summary>
    /// What the counter stands at after the use was freed. A cool-down is not freed: the attempt was made.
    /// </summary>
    public long Freed(long before) => Unit == LimitUnit.CoolDown ? before : Math.Max(0, before - Amount);
}

/// <summary>
/// A counter per member and subject (or counterparty). It lives in a keyed row, because their number grows with a
/// member's life.
/// <paramref name="Value"/> is absolute.
/// </summary>
public readonly record struct SubjectCounter(ulong Key, Instant Start, string Subject, long Value);
