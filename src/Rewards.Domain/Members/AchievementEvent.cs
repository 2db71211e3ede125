namespace Rewards.Domain.Members;

/// <summary>Something that <see cref="Achievements"/> keeps: contribution, level, badges, streaks.</summary>
public abstract record AchievementEvent : MemberEvent;
