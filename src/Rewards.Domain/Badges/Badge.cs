using NodaTime;

namespace Rewards.Domain.Badges;

/// <summary>A badge of a programme: a distinction that a member has once.</summary>
public sealed record Badge(
    string Id, IReadOnlyDictionary<string, string> Names, IReadOnlyDictionary<string, string> Descriptions)
{
    /// <summary>Most badges of a programme.</summary>
    public const int Max = 200;
}

/// <summary>A badge that a member has, with the activity that earned it.</summary>
public readonly record struct HeldBadge(string Badge, ActivityId Activity, Instant At)
{
    /// <summary>
    /// Most badges of one member, over all versions of a programme: they are in the member's state, which is bounded.
    /// </summary>
    public const int Max = 1_000;
}
