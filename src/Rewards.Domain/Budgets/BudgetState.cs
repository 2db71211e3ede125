using NodaTime;

namespace Rewards.Domain.Budgets;

/// <summary>A slice that is out.</summary>
public sealed record OpenSlice(
    long Slice, ulong Key, Instant Start, string Currency, long Amount, string Holder, long Request);

/// <summary>What was leased, spent and freed of one window. Kept in a keyed row: windows grow with the years.</summary>
/// <param name="Leased">The amounts of slices that are out, in full.</param>
/// <param name="Spent">What settled slices have used.</param>
/// <param name="Freed">What rejections gave back of it.</param>
public readonly record struct WindowUse(long Leased, long Spent, long Freed)
{
    /// <summary>What may still be leased; less than 0 where the amount was lowered since.</summary>
    public long Left(long amount) => amount - Leased - Spent + Freed;
}

/// <summary>
/// What the allocator of a community's budgets keeps in memory: the slices that are out. Bounded by hosts and windows
/// in use; slices that are settled leave it.
/// </summary>
public sealed class BudgetState
{
    private readonly SortedDictionary<long, OpenSlice> open = [];

    public long LastSlice { get; private set; }

    public IReadOnlyCollection<OpenSlice> Open => open.Values;

    public OpenSlice? Find(long slice) => open.GetValueOrDefault(slice);

    /// <summary>A request whose answer was lost finds what it leased.</summary>
    public OpenSlice? Find(string holder, long request) =>
        open.Values.FirstOrDefault(slice => slice.Holder == holder && slice.Request == request);

    public static BudgetState Restore(long lastSlice, IEnumerable<OpenSlice> slices)
    {
        var state = new BudgetState { LastSlice = lastSlice };
        foreach (var slice in slices)
        {
            state.open[slice.Slice] = slice;
        }

        return state;
    }

    public void Apply(BudgetEvent change)
    {
        switch (change)
        {
            case SliceLeased leased:
                LastSlice = leased.Slice;
                open[leased.Slice] = new OpenSlice(
                    leased.Slice, leased.Key, leased.Start, leased.Currency, leased.Amount, leased.Holder,
                    leased.Request);
                break;
            case SliceSettled settled: open.Remove(settled.Slice); break;
        }
    }
}
