using NodaTime;
using Rewards.Domain.Activities;
using Rewards.Domain.Members;
using Rewards.Domain.Programmes;

namespace Rewards.Domain.Streaks;

/// <summary>Counts days: every activity of a type that a streak names, awarded or not, by when it happened.</summary>
internal static class StreakDecider
{
    public static void CountInto(
        MemberState state, Programme programme, Activity activity, Instant now, List<MemberEvent> events)
    {
        if (programme.StreaksByType is not { } byType || !byType.TryGetValue(activity.Type, out var streaks))
        {
            return;
        }

        var day = programme.Calendar.DayOf(activity.At ?? now);
        foreach (var terms in streaks)
        {
            var streak = state.Achievements?.FindStreak(terms.Id) ?? Streak.Empty(terms.Id);
            var counted = streak.With(day, terms.Freezes);
            if (!streak.Has(day) && counted.Has(day))
            {
                events.Add(new StreakCounted(
                    terms.Id, day, terms.Freezes, counted.LengthAsOf(day), counted.Longest));
            }
        }
    }
}
