using Rewards.Domain.Rules;
using Rewards.Domain.Vesting;
using Rewards.Grains.Members;

namespace Rewards.Grains.Budgets;

/// <summary>
/// Gives back to the allocator what awards drew that were rejected, lapsed or voided; a reversal gives nothing back:
/// removed content has used the budget. The due work in the record of the rejection is done only after the allocator
/// has answered, and it knows each return by its name: once, after interruptions too.
/// </summary>
internal static class BudgetReturn
{
    public static async ValueTask SendAsync(IBudgetGrain budgets, string member, RecordedActivity recorded)
    {
        foreach (var draws in recorded.Awards.Draws.GroupBy(draw => (draw.Rule, draw.Key, draw.Start)))
        {
            var (rule, key, start) = draws.Key;
            if (IsGone(recorded, rule))
            {
                await budgets.FreeAsync(new FreeBudget(
                    key, start, member, recorded.Activity.Id.Value, rule, draws.Sum(draw => draw.Amount)));
            }
        }
    }

    private static bool IsGone(RecordedActivity recorded, int rule)
    {
        var awards = recorded.Awards;
        var status = awards.Awards.First(award => award.Rule == rule).Status;
        return status switch
        {
            AwardStatus.Pending => awards.Review is AwardStatus.Rejected or AwardStatus.Lapsed,
            AwardStatus.Vesting => awards.Vestings.Any(vesting => vesting.Rule == rule
                && vesting.Status is (VestingStatus.Lapsed or VestingStatus.Voided)),
            _ => false,
        };
    }
}
