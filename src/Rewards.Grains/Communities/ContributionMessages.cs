using NodaTime;
using Rewards.Domain.Communities;

namespace Rewards.Grains.Communities;

/// <summary>Publish this contribution model, seen last at <paramref name="BasedOn"/> (0: none yet).</summary>
/// <param name="Document">JSON with <c>community</c> and <c>contribution</c>.</param>
/// <param name="BasedOn">The version on which the publisher worked.</param>
/// <param name="By">Who publishes.</param>
/// <param name="Note">Why, for the list of versions; may be empty.</param>
public sealed record PublishContributionModel(string Document, int BasedOn, string By, string Note)
{
    /// <summary>From when on it measures; null or past: at once.</summary>
    public Instant? EffectiveAt { get; init; }
}

/// <summary>A version of the contribution model with its document (canonical JSON).</summary>
public sealed record PublishedModel(PublishedVersion Version, string Document);
