using NodaTime;

namespace Rewards.Domain.Budgets;

/// <summary>
/// Leases and settles. What is out as slices, spent and not freed never exceeds the amount that was in force when the
/// last slice was leased, whatever hosts do with their slices.
/// </summary>
public static class BudgetDecider
{
    /// <summary>
    /// A lease is an eighth of what is left, so that slices become small towards the end and several hosts share the
    /// rest; not less than what is wanted, and not more than so many times that.
    /// </summary>
    private const int ShareOfLeft = 8;
    private const int TimesWantedMax = 1_000;

    /// <summary>Null when nothing is left.</summary>
    public static SliceLeased? Lease(
        BudgetState state, Budget budget, Instant start, in WindowUse use, long wanted, string holder, long request)
    {
        var left = use.Left(budget.Amount);
        if (left <= 0)
        {
            return null;
        }

        var share = Math.Min(left / ShareOfLeft, Saturated(wanted));
        var amount = Math.Min(left, Math.Max(wanted, share));
        return new SliceLeased(
            state.LastSlice + 1, budget.Id, budget.Key, start, budget.Currency, amount, holder, request);
    }

    /// <summary>Null when the slice was settled before.</summary>
    /// <exception cref="ArgumentOutOfRangeException">More is said to be used than the slice has.</exception>
    public static SliceSettled? Settle(BudgetState state, long slice, long used)
    {
        if (state.Find(slice) is not { } open)
        {
            return null;
        }

        ArgumentOutOfRangeException.ThrowIfNegative(used);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(used, open.Amount);
        return new SliceSettled(slice, used);
    }

    public static WindowUse After(in WindowUse use, SliceLeased leased) =>
        use with { Leased = use.Leased + leased.Amount };

    public static WindowUse After(in WindowUse use, OpenSlice slice, SliceSettled settled) =>
        use with { Leased = use.Leased - slice.Amount, Spent = use.Spent + settled.Used };

    private static long Saturated(long wanted) =>
        wanted > long.MaxValue / TimesWantedMax ? long.MaxValue : wanted * TimesWantedMax;
}
