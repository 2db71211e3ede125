namespace Rewards.Demo;

/// <summary>What is played. The same options make the same ledger.</summary>
public sealed record DemoOptions
{
    /// <summary>Members of each community at the end.</summary>
    public int Members { get; init; } = 500;

    /// <summary>Days of activity, up to <see cref="Until"/>.</summary>
    public int Days { get; init; } = 180;

    public int Seed { get; init; } = 1;

    /// <summary>The end, a full hour.</summary>
    public required DateTimeOffset Until { get; init; }

    public DateTimeOffset Begin => Until.AddDays(-Days);
}

/// <summary>How far a demo is.</summary>
/// <param name="Share">0 to 1.</param>
/// <param name="Day">The day that is played.</param>
/// <param name="Commands">Commands so far.</param>
public readonly record struct DemoProgress(double Share, DateTimeOffset Day, long Commands);

/// <summary>What was played.</summary>
public sealed record DemoResult(
    long Members, long Activities, long Reviews, long Reversals, long Adjustments, long Spent)
{
    public long Commands => Activities + Reviews + Reversals + Adjustments + (2 * Spent);
}
