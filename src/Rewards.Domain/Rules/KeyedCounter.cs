using Rewards.Domain.Time;

namespace Rewards.Domain.Rules;

/// <summary>
/// A counter in a keyed row that must be fetched before a decision. A cool-down's stands <paramref name="ForEver"/>,
/// the others in one window each.
/// </summary>
public readonly record struct KeyedCounter(ulong Key, LimitScope Scope, WindowKind Window, bool ForEver);
