using NodaTime;

namespace Rewards.Domain.Retroactivity;

/// <summary>How far the grants of a version are that was published with them.</summary>
public sealed record RetroactiveGrants(int Version, Instant Since)
{
    /// <summary>How far back a publication may reach.</summary>
    public static readonly Duration SinceLongest = Duration.FromDays(30);

    /// <summary>
    /// How far back grants are made: counters of limits are kept for 32 days after their window's end, and without them
    /// limits could not hold.
    /// </summary>
    public static readonly Duration ReachLongest = Duration.FromDays(31);

    /// <summary>The preview that was confirmed; null: nothing is granted yet.</summary>
    public string? Preview { get; init; }

    public string? ConfirmedBy { get; init; }

    public Instant? ConfirmedAt { get; init; }

    /// <summary>How many postings were seen before they were made.</summary>
    public long PostingsSeen { get; init; }

    public IReadOnlyList<CurrencySum> SumsSeen { get; init; } = [];

    /// <summary>The last member who has what is granted; null: none yet.</summary>
    public string? After { get; init; }

    /// <summary>How many postings were made.</summary>
    public long Postings { get; init; }

    public IReadOnlyList<CurrencySum> Sums { get; init; } = [];

    public Instant? FinishedAt { get; init; }
}
