using Rewards.Domain.Levels;

namespace Rewards.Domain.Rules;

/// <summary>
/// A test of what the member has come to before the activity at hand. The contribution model may not ask: it measures
/// what is done, whoever does it.
/// </summary>
public interface IAchievementTest;

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

/// <summary>The member has a badge; its value is 1 or 0.</summary>
public sealed record BadgeTest(int Ordinal, string Badge) : MeasuredTest(Ordinal), IAchievementTest
{
    public override long? ValueOf(in ConditionInputs inputs) => inputs.Achievements?.HasBadge(Badge) == true ? 1 : 0;

    public override bool Holds(long value) => value == 1;
}

/// <summary>The contribution of a lifetime, in thousandths of a point.</summary>
public sealed record ContributionTest(int Ordinal, Comparison Comparison, long Threshold)
    : NumberTest(Ordinal, Comparison, Threshold), IAchievementTest
{
    public override long? ValueOf(in ConditionInputs inputs) => inputs.Achievements?.ContributionMillis ?? 0;
}
