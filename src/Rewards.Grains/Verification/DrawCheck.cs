using Rewards.Domain.Budgets;
using Rewards.Domain.Members;

namespace Rewards.Grains.Verification;

/// <summary>What was drawn from budgets was awarded.</summary>
internal static class DrawCheck
{
    public static void Check(BudgetsDrawn drawn, IReadOnlyList<object> record, Action<string> complain)
    {
        var granted = record.OfType<PointsAwarded>().SelectMany(award => award.Lines.Select(
                line => (award.Rule, line.Granted)))
            .Concat(record.OfType<AwardsQueued>().SelectMany(award => award.Lines.Select(
                line => (award.Rule, line.Granted))))
            .GroupBy(line => line.Rule, line => line.Granted)
            .ToDictionary(rule => rule.Key, rule => rule.Sum());
        foreach (var rule in drawn.Draws.GroupBy(draw => draw.Rule))
        {
            var sum = rule.Sum(draw => draw.Amount);
            if (sum > granted.GetValueOrDefault(rule.Key) || rule.Any(draw => draw.Amount <= 0 || draw.Slice <= 0))
            {
                complain($"rule {rule.Key} draws {sum} from budgets and awards {granted.GetValueOrDefault(rule.Key)}.");
            }
        }
    }
}
