using NodaTime;
using Rewards.Domain.Budgets;
using Rewards.Domain.Members;
using Rewards.Domain.Programmes;

namespace Rewards.Grains.Simulations;

/// <summary>
/// Budgets in the sandbox: nobody leases, everybody draws from the whole. Before the window what was drawn counts as it
/// happened; in it, what the draft draws.
/// </summary>
internal sealed class SimulatedBudgets
{
    private readonly Dictionary<(ulong Key, Instant Start), long> drawn = [];

    /// <summary>What a draft's budgets have left; null where it has none.</summary>
    public BudgetLeft? LeftOf(Programme draft) => draft.Budgets.Count == 0 ? null : (key, start) =>
        (draft.Budgets.Values.FirstOrDefault(budget => budget.Key == key)?.Amount ?? 0)
        - drawn.GetValueOrDefault((key, start));

    public void Draw(IEnumerable<MemberEvent> events) => Add(DrawsOf(events), 1);

    /// <summary>What the award of a rule drew is free again.</summary>
    public void Free(IEnumerable<BudgetDraw> draws) => Add(draws, -1);

    public static IEnumerable<BudgetDraw> DrawsOf(IEnumerable<MemberEvent> events) =>
        events.OfType<BudgetsDrawn>().SelectMany(change => change.Draws);

    private void Add(IEnumerable<BudgetDraw> draws, int sign)
    {
        foreach (var draw in draws)
        {
            var key = (draw.Key, draw.Start);
            drawn[key] = drawn.GetValueOrDefault(key) + (sign * draw.Amount);
        }
    }
}
