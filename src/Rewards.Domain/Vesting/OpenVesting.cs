using System.Numerics;
using NodaTime;

namespace Rewards.Domain.Vesting;

/// <summary>What of an award to the member himself waits in his pending balance.</summary>
public readonly record struct VestingAmount(string Currency, long Amount);

/// <summary>
/// An award of a member that vests: by which rule of which version, how many active days it takes, and on which it has
/// seen him. Bit n of <paramref name="Seen"/> is the n-th day from <paramref name="FirstDay"/> (days since 1970 in the
/// community's calendar) on: days may come in any order, and each counts once.
/// </summary>
public sealed record OpenVesting(
    ActivityId Activity,
    int RulesVersion,
    int Rule,
    int DaysNeeded,
    int FirstDay,
    Instant EndsAt,
    IReadOnlyList<VestingAmount> Own,
    ReadOnlyMemory<ulong> Seen)
{
    /// <summary>Days of the longest window, and as many as an activity may lie ahead or the calendar be off.</summary>
    public static readonly int DaysMax = VestingTerms.WithinMax.Days + 2;

    public int DaysSeen
    {
        get
        {
            var days = 0;
            foreach (var bits in Seen.Span)
            {
                days += BitOperations.PopCount(bits);
            }

            return days;
        }
    }

    public static OpenVesting Of(VestingStarted started) => new OpenVesting(
        started.Activity, started.RulesVersion, started.Rule, started.DaysNeeded, started.FirstDay, started.EndsAt,
        started.Own, default).With(started.FirstDay);

    /// <summary>Whether a day would count and has not been seen.</summary>
    public bool Misses(int day)
    {
        var at = day - FirstDay;
        return at >= 0 && at < DaysMax && !(at / 64 < Seen.Length && (Seen.Span[at / 64] & (1UL << (at % 64))) != 0);
    }

    public OpenVesting With(int day)
    {
        var at = day - FirstDay;
        var seen = new ulong[Math.Max(Seen.Length, (at / 64) + 1)];
        Seen.Span.CopyTo(seen);
        seen[at / 64] |= 1UL << (at % 64);
        return this with { Seen = seen };
    }
}
