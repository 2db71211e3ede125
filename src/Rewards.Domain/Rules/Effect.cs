using Rewards.Domain.Entitlements;

namespace Rewards.Domain.Rules;

/// <summary>What a rule gives to the member beside currencies.</summary>
public abstract record Effect
{
    /// <summary>Most of one rule.</summary>
    public const int Max = 16;
}

/// <summary>A badge, which a member has once.</summary>
public sealed record BadgeEffect(string Badge) : Effect;

/// <summary>Something that may be claimed.</summary>
public sealed record EntitlementEffect(EntitlementTerms Terms) : Effect;
