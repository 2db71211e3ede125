using NodaTime;

namespace Rewards.Domain.Communities;

/// <summary>Something that happened to a community.</summary>
public abstract record CommunityEvent;

/// <summary>
/// A version of the community's programme was published. <paramref name="Document"/> is the canonical JSON of what the
/// operator wrote; <paramref name="DocumentHash"/> its SHA-256 in hex, by which a file is published only once.
/// </summary>
public sealed record RulesPublished(int Version, string DocumentHash, string By, string Note, string Document)
    : CommunityEvent;

/// <summary>
/// A version was published that is in force from <paramref name="EffectiveAt"/> on, which lay ahead then.
/// </summary>
public sealed record RulesScheduled(
    int Version, string DocumentHash, string By, string Note, Instant EffectiveAt, string Document) : CommunityEvent;

/// <summary>A version that was scheduled, and not in force yet, never will be.</summary>
public sealed record ScheduleCancelled(int Version, string By) : CommunityEvent;
