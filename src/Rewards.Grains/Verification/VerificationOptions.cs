namespace Rewards.Grains.Verification;

/// <summary>How a verification goes about its work.</summary>
public sealed record VerificationOptions
{
    /// <summary>
    /// Things held in memory at once (streams, and counters and open awards within them), about 1 KB each. When there
    /// are more, the journal is walked again for the others.
    /// </summary>
    public int HeldMax { get; init; } = 500_000;

    /// <summary>Streams replayed at the same time.</summary>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>Findings that are kept; more are counted.</summary>
    public int FindingsMax { get; init; } = 1_000;

    /// <summary>Also check how the backend keeps things: pages, every entry of its index.</summary>
    public bool Storage { get; init; }
}

/// <summary>How far a verification is.</summary>
/// <param name="Pass">Which walk over the journal, from 1.</param>
/// <param name="Share">How much of this walk is done, 0 to 1; null when the backend cannot tell.</param>
/// <param name="Records">Records of this walk so far.</param>
/// <param name="What">What is being done.</param>
public readonly record struct VerificationProgress(int Pass, double? Share, long Records, string What);
