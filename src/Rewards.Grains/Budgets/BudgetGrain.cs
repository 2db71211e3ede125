using NodaTime;
using Rewards.Domain;
using Rewards.Domain.Budgets;
using Rewards.Grains.Communities;
using Rewards.Grains.InProcess;
using Rewards.Journal;
using Rewards.Journal.Records;
using Rewards.Journal.Snapshots;

namespace Rewards.Grains.Budgets;

/// <summary>The allocator in memory.</summary>
internal sealed class BudgetActivation(IJournal journal, StreamId id) : Activation<BudgetEvent>(journal, id)
{
    public BudgetState State { get; private set; } = new();

    /// <summary>What was leased, spent and freed of a window.</summary>
    public async ValueTask<WindowUse> UseOfAsync(ulong key, Instant start)
    {
        var row = BudgetRows.WindowKey(key, start);
        return await Stream.FindRowAsync(row) is { } found
            ? BudgetRows.Read(found.Record.Content.RowValue(row)) : default;
    }

    protected override void Evolve(BudgetEvent change, Instant recordedAt) => State.Apply(change);

    protected override bool RestoreSnapshot(ReadOnlySpan<byte> snapshot)
    {
        if (BudgetSnapshot.Read(snapshot) is not { } state)
        {
            return false;
        }

        State = state;
        return true;
    }

    protected override byte[] WriteSnapshot() => BudgetSnapshot.Write(State);

    protected override int SnapshotBytesEstimate => 16 + (State.Open.Count * 80);
}

/// <summary>The allocator as the in-process host runs it.</summary>
internal sealed class BudgetGrain(
    Turns turns, IJournal journal, TimeProvider time, ProgrammeCache programmes, CommunityId community) : IBudgetGrain
{
    private Instant Now => Microseconds.Floor(Instant.FromDateTimeOffset(time.GetUtcNow()));

    public ValueTask<OpenSlice?> LeaseAsync(LeaseSlice command) => RunAsync(
        async (grain, lease) =>
        {
            if (grain.State.Find(lease.Holder, lease.Request) is { } leasedBefore)
            {
                return leasedBefore;
            }

            var programme = await programmes.CurrentAsync(community.Value);
            if (!programme.Budgets.TryGetValue(lease.Budget, out var budget))
            {
                return null;
            }

            var use = await grain.UseOfAsync(budget.Key, lease.Start);
            if (BudgetDecider.Lease(
                grain.State, budget, lease.Start, use, lease.Wanted, lease.Holder, lease.Request) is not { } leased)
            {
                return null;
            }

            Commit(grain, leased, budget.Key, lease.Start, BudgetDecider.After(use, leased));
            return grain.State.Find(leased.Slice);
        },
        command);

    public async ValueTask SettleAsync(SettleSlice command) => await RunAsync(
        async (grain, settle) =>
        {
            if (BudgetDecider.Settle(grain.State, settle.Slice, settle.Used) is not { } settled)
            {
                return false;
            }

            var slice = grain.State.Find(settle.Slice)!;
            var use = await grain.UseOfAsync(slice.Key, slice.Start);
            Commit(grain, settled, slice.Key, slice.Start, BudgetDecider.After(use, slice, settled));
            return true;
        },
        command);

    public async ValueTask FreeAsync(FreeBudget command) => await RunAsync(
        async (grain, free) =>
        {
            var row = BudgetRows.FreedKey(free.Member, free.Activity, free.Rule, free.Key, free.Start);
            if (await grain.Stream.FindRowAsync(row) is not null)
            {
                return false;
            }

            var use = await grain.UseOfAsync(free.Key, free.Start);
            var freed = new BudgetFreed(
                free.Key, free.Start, free.Member, new ActivityId(free.Activity), free.Rule, free.Amount);
            Commit(
                grain, freed, free.Key, free.Start, use with { Freed = use.Freed + free.Amount },
                new Row(row, default));
            return true;
        },
        command);

    public ValueTask<BudgetsView> GetAsync(Instant at) => RunAsync(
        async (grain, now) =>
        {
            var programme = await programmes.CurrentAsync(community.Value);
            var views = new List<BudgetView>();
            foreach (var budget in programme.Budgets.Values)
            {
                var window = programme.Calendar.WindowAt(budget.Window, now);
                var use = await grain.UseOfAsync(budget.Key, window.Start);
                views.Add(new BudgetView(budget, window.Start, window.End, use));
            }

            return new BudgetsView(views, [.. grain.State.Open]);
        },
        at);

    private void Commit(
        BudgetActivation grain, BudgetEvent change, ulong key, Instant start, in WindowUse use, Row? more = null)
    {
        var row = BudgetRows.Of(key, start, use);
        Row[] rows = more is { } second ? [row, second] : [row];
        grain.Commit(new Change<BudgetEvent>([change], rows, default, []), Now, turns.Options);
    }

    private ValueTask<TAnswer> RunAsync<TCommand, TAnswer>(
        TurnBody<BudgetActivation, TCommand, TAnswer> body, TCommand command) =>
        turns.RunAsync(
            StreamId.OfBudgets(community.Value), id => new BudgetActivation(journal, id), body, command);
}
