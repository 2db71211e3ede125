using NodaTime;
using Rewards.Domain.Members;

namespace Rewards.Domain.Streaks;

/// <summary>
/// A day of a streak that had not been active, by the activity recorded just before. <paramref name="Length"/> is the
/// length as of that day, <paramref name="Longest"/> the greatest that there ever was.
/// </summary>
public sealed record StreakCounted(string Streak, LocalDate Day, int Freezes, long Length, long Longest)
    : AchievementEvent;
