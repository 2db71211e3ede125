using NodaTime;
using Rewards.Domain.Members;

namespace Rewards.Domain.Budgets;

/// <summary>
/// What the award of a rule drew from a budget's window, out of one slice; 0 while the slice is not chosen yet.
/// </summary>
public readonly record struct BudgetDraw(int Rule, ulong Key, Instant Start, long Slice, long Amount);

/// <summary>The awards for the activity recorded just before drew on budgets.</summary>
public sealed record BudgetsDrawn(IReadOnlyList<BudgetDraw> Draws) : MemberEvent;

/// <summary>Something that happened to the budgets of a community.</summary>
public abstract record BudgetEvent;

/// <summary>
/// A part of a budget's window was leased to <paramref name="Holder"/>, one life of one host, for its request number
/// <paramref name="Request"/>; it alone draws from it.
/// </summary>
public sealed record SliceLeased(
    long Slice, string Budget, ulong Key, Instant Start, string Currency, long Amount, string Holder, long Request)
    : BudgetEvent;

/// <summary>A slice is settled: <paramref name="Used"/> of it is spent, the rest is back.</summary>
public sealed record SliceSettled(long Slice, long Used) : BudgetEvent;

/// <summary>What an award had drawn is back, because it was rejected, lapsed or voided.</summary>
public sealed record BudgetFreed(ulong Key, Instant Start, string Member, ActivityId Activity, int Rule, long Amount)
    : BudgetEvent;
