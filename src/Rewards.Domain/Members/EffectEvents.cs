using Rewards.Domain.Entitlements;

namespace Rewards.Domain.Members;

/// <summary>
/// What a pending rule gives beside currencies, as it was when the activity was recorded: exactly one of badge and
/// entitlement. <paramref name="Index"/> is the place among the rule's effects.
/// </summary>
public readonly record struct AwaitedEffect(int Index, string? Badge, EntitlementTerms? Entitlement);

/// <summary>
/// A pending rule gives more than currencies for the activity recorded just before; it is given when its awards are
/// approved, and never when they are rejected or lapse.
/// </summary>
public sealed record EffectsAwaited(int Rule, IReadOnlyList<AwaitedEffect> Effects) : MemberEvent;
