using Rewards.LoadTests.Workload;

namespace Rewards.LoadTests.Generating;

/// <summary>One round of load.</summary>
/// <param name="Target">Server, path and key.</param>
/// <param name="IdPrefix">Unique per run and round; at most 100 characters.</param>
/// <param name="Seed">Of the draws of members and retries.</param>
/// <param name="Connections">Open at a time, each with one request under way.</param>
/// <param name="Lanes">Threads that share the connections.</param>
/// <param name="LinesPerRequest">1 posts single activities, more posts batches.</param>
/// <param name="WarmUp">Load before the measured window; counted for the checks, not for rates and latencies.</param>
/// <param name="Measured">Length of the measured window.</param>
/// <param name="ServerPid">Whose processor time is read at both ends of the window; 0 for none.</param>
/// <param name="Checked">Whether answers must tell fresh from replayed; off for the echo, which cannot.</param>
/// <param name="AcknowledgedFile">Where the acknowledged amount per member is written; null for nowhere.</param>
public sealed record GeneratorOptions(
    RequestTarget Target,
    string IdPrefix,
    int Seed,
    int Connections,
    int Lanes,
    int LinesPerRequest,
    TimeSpan WarmUp,
    TimeSpan Measured,
    int ServerPid,
    bool Checked,
    string? AcknowledgedFile)
{
    /// <summary>Open loop with so many requests a second; 0 saturates in a closed loop.</summary>
    public double PerSecond { get; init; }

    /// <summary>Which members activities belong to.</summary>
    public MemberDraw Draw { get; init; }

    /// <summary>503 and 429 are counted, not taken for wrong answers.</summary>
    public bool RefusalsExpected { get; init; }
}
