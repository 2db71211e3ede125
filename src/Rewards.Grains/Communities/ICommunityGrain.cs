using NodaTime;
using Rewards.Domain.Communities;

namespace Rewards.Grains.Communities;

/// <summary>Publish this document, seen last at <paramref name="BasedOn"/> (0: nothing published yet).</summary>
/// <param name="Document">Canonical JSON.</param>
/// <param name="BasedOn">The version on which the publisher worked.</param>
/// <param name="By">Who publishes.</param>
/// <param name="Note">Why, for the list of versions; may be empty.</param>
public sealed record PublishRules(string Document, int BasedOn, string By, string Note)
{
    /// <summary>From when on it decides; null or past: at once.</summary>
    public Instant? EffectiveAt { get; init; }
}

/// <summary>Cancel a version that is not in force yet.</summary>
public sealed record CancelSchedule(int Version, string By);

/// <summary>
/// What decides at an instant, and until when nothing of it changes by itself (null: for good). A publication may
/// change it at any time.
/// </summary>
public sealed record RulesInForce(PublishedRules Rules, Instant? Until);

/// <summary>A published version with its document (canonical JSON).</summary>
public sealed record PublishedRules(PublishedVersion Version, string Document);

/// <summary>A community: the keeper of its published programmes.</summary>
public interface ICommunityGrain
{
    /// <summary>Publishes the next version.</summary>
    /// <exception cref="Domain.DomainException"><c>publish-conflict</c>: somebody published in between;
    /// <c>version-scheduled</c>, <c>time-out-of-range</c>: the effective time does not fit.</exception>
    /// <exception cref="Domain.Programmes.DocumentException">The document is not a valid programme; all that is wrong
    /// with it.</exception>
    ValueTask<PublishedVersion> PublishAsync(PublishRules command);

    /// <summary>All versions, oldest first; empty for a community that has published nothing.</summary>
    ValueTask<IReadOnlyList<PublishedVersion>> VersionsAsync();

    /// <summary>One version, or the latest for 0; null when there is no such version.</summary>
    ValueTask<PublishedRules?> FetchAsync(int version);

    /// <summary>Cancels a version before it comes into force; once more is answered alike.</summary>
    /// <exception cref="Domain.DomainException"><c>unknown-rules-version</c>, <c>version-in-force</c>,
    /// <c>version-scheduled</c>.</exception>
    ValueTask<PublishedVersion> CancelAsync(CancelSchedule command);

    /// <summary>What decides what is received then; null for a community that has published nothing.</summary>
    ValueTask<RulesInForce?> InForceAsync(Instant at);
}
