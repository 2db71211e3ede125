using Rewards.Domain.Members;

namespace Rewards.Domain.Badges;

/// <summary>
/// A rule gave a badge that the member did not have, for the activity recorded or approved just before.
/// </summary>
public sealed record BadgeEarned(string Badge, ActivityId Activity, int RulesVersion, int Rule) : AchievementEvent;

/// <summary>The activity that earned the badge was reversed.</summary>
public sealed record BadgeTakenBack(string Badge, ActivityId Activity) : AchievementEvent;
