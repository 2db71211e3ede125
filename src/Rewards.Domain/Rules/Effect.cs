using Rewards.Domain.Entitlements;
using Rewards.Domain.Quests;

namespace Rewards.Domain.Rules;

/// <summary>What a rule gives to the member beside currencies.</summary>
public abstract record Effect
{
    /// <summary>Most of one rule.</summary>
    public const int Max = 16;
}

/// <summary>A badge, which a member has once.</summary>
public sealed record BadgeEffect(string Badge) : Effect;

/// <summary>Progress in a step of a quest: the member alone, and at once.</summary>
public sealed record QuestEffect(QuestTerms Quest, QuestStep Step, long By) : Effect;

/// <summary>Something that may be claimed.</summary>
public sealed record EntitlementEffect(EntitlementTerms Terms) : Effect;
