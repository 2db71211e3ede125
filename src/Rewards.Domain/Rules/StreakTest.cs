using Rewards.Domain.Streaks;

namespace Rewards.Domain.Rules;

/// <summary>
/// The length of a streak as of the day on which the activity happened, that day counted if the activity counts for it.
/// </summary>
public sealed record StreakTest(int Ordinal, Comparison Comparison, long Threshold, StreakTerms Terms)
    : NumberTest(Ordinal, Comparison, Threshold), IAchievementTest
{
    public override long? ValueOf(in ConditionInputs inputs)
    {
        var day = inputs.Calendar.DayOf(inputs.At);
        var streak = inputs.Achievements?.FindStreak(Terms.Id);
        if (!Terms.When.Contains(inputs.Activity.Type, StringComparer.Ordinal))
        {
            return streak?.LengthAsOf(day) ?? 0;
        }

        streak ??= Streak.Empty(Terms.Id);
        return (streak.Has(day) ? streak : streak.With(day, Terms.Freezes)).LengthAsOf(day);
    }
}
