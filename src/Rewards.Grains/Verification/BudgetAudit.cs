using NodaTime;
using Rewards.Domain.Budgets;
using Rewards.Grains.Budgets;
using Rewards.Journal;
using Rewards.Journal.Records;
using Rewards.Journal.Snapshots;

namespace Rewards.Grains.Verification;

/// <summary>Replays the allocator of a community's budgets: slices are settled once, within what was leased.</summary>
internal sealed class BudgetAudit(StreamId stream) : StreamAudit(stream)
{
    private readonly BudgetState state = new();
    private readonly Dictionary<(ulong Key, Instant Start), WindowUse> windows = [];
    private readonly Dictionary<SliceKey, LeasedSlice> slices = [];

    /// <summary>Every slice that was ever leased.</summary>
    public IReadOnlyDictionary<SliceKey, LeasedSlice> Slices => slices;

    public IReadOnlyDictionary<(ulong Key, Instant Start), WindowUse> Windows => windows;

    public override int Held => 1 + slices.Count + windows.Count;

    public override bool CheckSnapshot(ReadOnlySpan<byte> snapshot)
    {
        if (BudgetSnapshot.Read(snapshot) is not { } restored)
        {
            return false;
        }

        if (!BudgetSnapshot.Write(restored).AsSpan().SequenceEqual(BudgetSnapshot.Write(state)))
        {
            Complain("its snapshot is not the state to which the replay comes.");
        }

        return true;
    }

    protected override void Apply(JournalRecord record, IReadOnlyList<object> events)
    {
        var rows = new ExpectedRows();
        foreach (BudgetEvent change in events)
        {
            switch (change)
            {
                case SliceLeased leased:
                    if (leased.Slice != state.LastSlice + 1 || leased.Amount <= 0)
                    {
                        Complain($"it leases slice {leased.Slice} of {leased.Amount} after slice {state.LastSlice}.");
                    }

                    slices[new(leased.Slice, leased.Key, leased.Start)] =
                        new(leased.Budget, leased.Currency, leased.Amount, null, Version);
                    Use(leased.Key, leased.Start, use => BudgetDecider.After(use, leased), rows);
                    break;
                case SliceSettled settled when state.Find(settled.Slice) is { } open && settled.Used >= 0
                    && settled.Used <= open.Amount:
                    var slice = new SliceKey(open.Slice, open.Key, open.Start);
                    slices[slice] = slices[slice] with { Used = settled.Used, Version = Version };
                    Use(open.Key, open.Start, use => BudgetDecider.After(use, open, settled), rows);
                    break;
                case SliceSettled settled:
                    Complain($"it settles slice {settled.Slice} with {settled.Used}, which cannot be.");
                    break;
                case BudgetFreed freed:
                    Use(freed.Key, freed.Start, use => use with { Freed = use.Freed + freed.Amount }, rows);
                    rows.Add(BudgetRows.FreedKey(
                        freed.Member, freed.Activity.Value, freed.Rule, freed.Key, freed.Start));
                    break;
            }

            state.Apply(change);
        }

        rows.Compare(record.Rows, Complain);
    }

    private void Use(ulong key, Instant start, Func<WindowUse, WindowUse> after, ExpectedRows rows)
    {
        var use = windows[(key, start)] = after(windows.GetValueOrDefault((key, start)));
        var row = BudgetRows.Of(key, start, use);
        rows.Add(row.Key, row.Value);
    }
}
