using NodaTime;

namespace Rewards.Domain.Communities;

/// <summary>
/// From here on the contribution model has versions of its own: rules that are published later neither hold nor change
/// it. What rules of before carried is numbered by the order in which it came into force.
/// </summary>
public sealed record ContributionSetApart(string By) : CommunityEvent;

/// <summary>
/// A version of the contribution model was published, in force at once or from <paramref name="EffectiveAt"/> on, which
/// lay ahead then. <paramref name="Document"/> is canonical JSON, <paramref name="DocumentHash"/> its SHA-256 in hex.
/// </summary>
public sealed record ContributionModelPublished(
    int Version, string DocumentHash, string By, string Note, Instant? EffectiveAt, string Document) : CommunityEvent;

/// <summary>A version of the model that was scheduled, and not in force yet, never will be.</summary>
public sealed record ContributionModelCancelled(int Version, string By) : CommunityEvent;
