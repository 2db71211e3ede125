using NodaTime;
using Rewards.Domain.Budgets;

namespace Rewards.Grains.Budgets;

/// <summary>Lease a part of a budget's window to a holder, once per holder and request number.</summary>
public sealed record LeaseSlice(string Budget, Instant Start, long Wanted, string Holder, long Request);

/// <summary>Settle a slice: so much of it is spent. Settling again changes nothing.</summary>
public sealed record SettleSlice(long Slice, long Used);

/// <summary>Give back what an award drew, once per member, activity and rule.</summary>
public sealed record FreeBudget(
    ulong Key, Instant Start, string Member, string Activity, int Rule, long Amount);

/// <summary>Where a budget's window stands; slices that are out are leased in full.</summary>
public sealed record BudgetView(Budget Budget, Instant Start, Instant? End, WindowUse Use);

/// <summary>The budgets of a community with the slices that are out.</summary>
public sealed record BudgetsView(IReadOnlyList<BudgetView> Budgets, IReadOnlyList<OpenSlice> Open);

/// <summary>The allocator of a community's budgets: the one who knows what is left.</summary>
public interface IBudgetGrain
{
    /// <summary>Null when nothing is left, or the programme has no such budget any more.</summary>
    ValueTask<OpenSlice?> LeaseAsync(LeaseSlice command);

    ValueTask SettleAsync(SettleSlice command);

    ValueTask FreeAsync(FreeBudget command);

    /// <summary>The windows that run at an instant.</summary>
    ValueTask<BudgetsView> GetAsync(Instant at);
}
