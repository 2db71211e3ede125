using NodaTime;
using Rewards.Domain.Communities;

namespace Rewards.Domain.Retroactivity;

/// <summary>An amount of one currency over many postings, in whole units.</summary>
public readonly record struct CurrencySum(string Currency, long Amount);

/// <summary>
/// A version of the rules was published that may also grant what it would have given more for activities since
/// <paramref name="Since"/>. Without this a version decides forward only.
/// </summary>
public sealed record RetroactivityDeclared(int Version, Instant Since) : CommunityEvent;

/// <summary>
/// Somebody has seen every posting that would be made (<paramref name="Preview"/> names them by their hash) and lets
/// them be made.
/// </summary>
public sealed record RetroactiveGrantsConfirmed(
    int Version, string Preview, long Postings, IReadOnlyList<CurrencySum> Sums, string By) : CommunityEvent;

/// <summary>
/// All members up to <paramref name="After"/>, in the order of their ids, have what they are granted; so many postings
/// and these sums in all.
/// </summary>
public sealed record RetroactiveGrantsAdvanced(
    int Version, string After, long Postings, IReadOnlyList<CurrencySum> Sums) : CommunityEvent;

/// <summary>Everything was granted: so many postings and these sums in all.</summary>
public sealed record RetroactiveGrantsFinished(int Version, long Postings, IReadOnlyList<CurrencySum> Sums)
    : CommunityEvent;
