using NodaTime;
using Rewards.Domain.Budgets;
using Rewards.Domain.Members;
using Rewards.Domain.Programmes;

namespace Rewards.Grains.Simulations;

/// <summary>
/// Budgets in the sandbox: nobody leases, everybody draws from the whole. Before the window what was drawn counts as it
/// happened; in it, what the draft draws.
/// </summary>
internal sealed class SimulatedBudgets(Programme draft)
{
    private readonly Dictionary<ulong, long> amounts =
        draft.Budgets.Values.ToDictionary(budget => budget.Key, budget => budget.Amount);

    private readonly Dictionary<(ulong Key, Instant Start), long> drawn = [];

    public long Left(ulong key, Instant start) =>
        amounts.GetValueOrDefault(key) - drawn.GetValueOrDefault((key, start));

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
