using NodaTime;
using Rewards.Grains.Projections;

namespace Rewards.Grains.Verification;

/// <summary>What a verification saw, and what is wrong.</summary>
public sealed record VerificationReport
{
    /// <summary>What is wrong, as far as it was kept.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>How much is wrong.</summary>
    public required long FindingCount { get; init; }

    public required VerificationCounts Counts { get; init; }

    /// <summary>When the latest record was made; null for an empty journal.</summary>
    public required Instant? LatestAt { get; init; }

    /// <summary>Totals of each community, as its members' streams come to.</summary>
    public required IReadOnlyList<(string Community, IReadOnlyList<CurrencyTotals> Totals)> Totals { get; init; }

    public bool IsSound => FindingCount == 0;
}

/// <summary>What was looked at.</summary>
public sealed record VerificationCounts(
    long Records, long Events, long Members, long Communities, long Postings, long Rows, long Sides, long Snapshots);
