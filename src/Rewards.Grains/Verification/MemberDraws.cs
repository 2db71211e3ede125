using Rewards.Domain.Budgets;

namespace Rewards.Grains.Verification;

/// <summary>What one member's awards drew from budgets, by slice.</summary>
internal sealed class MemberDraws
{
    private readonly Dictionary<SliceKey, long> bySlice = [];

    public IReadOnlyDictionary<SliceKey, long> BySlice => bySlice;

    public void Take(BudgetsDrawn drawn, IReadOnlyList<object> record, Action<string> complain)
    {
        DrawCheck.Check(drawn, record, complain);
        foreach (var draw in drawn.Draws)
        {
            var slice = new SliceKey(draw.Slice, draw.Key, draw.Start);
            bySlice[slice] = bySlice.GetValueOrDefault(slice) + draw.Amount;
        }
    }
}
