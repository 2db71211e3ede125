using Rewards.Domain.Members;

namespace Rewards.Domain.Levels;

/// <summary>
/// The member's level is another one (null: none) by the levels of version <paramref name="RulesVersion"/>, at a score
/// of <paramref name="Millis"/> thousandths of a point.
/// </summary>
public sealed record LevelChanged(string? From, string? To, long Millis, int RulesVersion) : AchievementEvent;
