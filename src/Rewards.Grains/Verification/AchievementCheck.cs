using Rewards.Domain.Badges;
using Rewards.Domain.Entitlements;
using Rewards.Domain.Levels;
using Rewards.Domain.Members;
using Rewards.Domain.Streaks;

namespace Rewards.Grains.Verification;

/// <summary>Whether an event about level, badge or entitlement fits what was before it.</summary>
internal static class AchievementCheck
{
    /// <summary>Null when it fits; <paramref name="before"/> is the state without it.</summary>
    public static string? Wrong(MemberEvent change, MemberState before, string member) => change switch
    {
        LevelChanged level => WrongLevel(level, before.Achievements),
        BadgeEarned earned when before.Achievements?.HasBadge(earned.Badge) == true =>
            $"it gives the badge '{earned.Badge}', which the member has.",
        BadgeTakenBack taken when before.Achievements?.Badges.Any(
            held => held.Badge == taken.Badge && held.Activity == taken.Activity) != true =>
            $"it takes back the badge '{taken.Badge}', which activity '{taken.Activity}' did not earn.",
        StreakCounted counted => WrongStreak(counted, before.Achievements?.FindStreak(counted.Streak)),
        EntitlementGranted granted
            when granted.Id != EntitlementIds.Of(member, granted.Activity, granted.Rule, granted.Index) =>
            $"it grants an entitlement under the id '{granted.Id}', which is not derived from what gave it.",
        _ => QuestCheck.Wrong(change, before),
    };

    private static string? WrongStreak(StreakCounted counted, Streak? before)
    {
        var after = (before ?? Streak.Empty(counted.Streak)).With(counted.Day, counted.Freezes);
        return before?.Has(counted.Day) == true
            ? $"it counts {counted.Day} for the streak '{counted.Streak}' again."
            : after.LengthAsOf(counted.Day) == counted.Length && after.Longest == counted.Longest
                ? null
                : $"it makes the streak '{counted.Streak}' {counted.Length} long and {counted.Longest} at most, and "
                    + $"its days come to {after.LengthAsOf(counted.Day)} and {after.Longest}.";
    }

    private static string? WrongLevel(LevelChanged level, Achievements? before)
    {
        var (from, millis) = (before?.Level, before?.ContributionMillis ?? 0);
        return level.From == from && level.Millis == millis
            ? null
            : $"it moves the level from '{level.From}' at {level.Millis} thousandths, and the member had '{from}' "
                + $"at {millis}.";
    }
}
