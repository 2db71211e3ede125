using Rewards.Domain.Levels;

namespace Rewards.Domain.Rules;

/// <summary>The member's level is one of some; its value is the rank, 0 for none.</summary>
public sealed record LevelTest(int Ordinal, Comparison Comparison, LevelLadder Ladder, IReadOnlyList<int> Ranks)
    : MeasuredTest(Ordinal), IAchievementTest
{
    public override long? ValueOf(in ConditionInputs inputs) => Ladder.RankOf(inputs.Achievements?.Level);

    /// <summary>The nearest wanted level above a rank; null: there is none.</summary>
    public Level? NearestAbove(long rank)
    {
        var nearest = 0;
        for (var i = 0; i < Ranks.Count; i++)
        {
            nearest = Ranks[i] > rank && (nearest == 0 || Ranks[i] < nearest) ? Ranks[i] : nearest;
        }

        return Ladder.At(nearest);
    }

    /// <summary>What of contribution is missing to that level, in thousandths of a point; 0: there is none.</summary>
    public long MissingMillis(in ConditionInputs inputs) =>
        NearestAbove(ValueOf(inputs)!.Value) is { } level
            ? Math.Max(0, level.AtLeastMillis - (inputs.Achievements?.ContributionMillis ?? 0)) : 0;

    public override bool Holds(long value)
    {
        for (var i = 0; i < Ranks.Count; i++)
        {
            if (Ranks[i] == value)
            {
                return true;
            }
        }

        return false;
    }
}
