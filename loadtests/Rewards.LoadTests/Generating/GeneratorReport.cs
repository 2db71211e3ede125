namespace Rewards.LoadTests.Generating;

/// <summary>What one round of load found. "Activities" are answered lines: fresh ones and replays.</summary>
public sealed record GeneratorReport
{
    /// <summary>Activities answered within the measured window, per second.</summary>
    public required double PerSecond { get; init; }

    /// <summary>Activities answered within the measured window.</summary>
    public required long MeasuredActivities { get; init; }

    public required double P50Ms { get; init; }

    /// <summary>Of whole requests, from send to the last byte of the answer.</summary>
    public required double P99Ms { get; init; }

    public required double P999Ms { get; init; }

    public required double P9999Ms { get; init; }

    public required double MaxMs { get; init; }

    /// <summary>Refused within the measured window, per second.</summary>
    public required double RefusedPerSecond { get; init; }

    public required double RefusalP99Ms { get; init; }

    public required double RefusalMaxMs { get; init; }

    /// <summary>From when a request was due to when it was sent; open loop only.</summary>
    public required double SendDelayP99Ms { get; init; }

    /// <summary>Due but never sent: the server was so slow that no connection came free.</summary>
    public required long Unsent { get; init; }

    /// <summary>Most requests under way at once, summed over the lanes.</summary>
    public required int UnderWayMax { get; init; }

    /// <summary>User and system time of the server within the window, in seconds.</summary>
    public required double ServerCpuSeconds { get; init; }

    public required double GeneratorCpuSeconds { get; init; }

    /// <summary>Mean size of a whole response, head included.</summary>
    public required double BytesPerResponse { get; init; }

    /// <summary>Everything below counts the whole round, warm-up and drain included.</summary>
    public required long Fresh { get; init; }

    public required long Replayed { get; init; }

    /// <summary>Fresh activities that granted nothing (the daily cap was used up).</summary>
    public required long GrantedNothing { get; init; }

    /// <summary>Sum of amounts of fresh activities.</summary>
    public required long Amount { get; init; }

    /// <summary>Lines refused, retries answered as fresh, fresh ones answered as replays; must be 0.</summary>
    public required long Violations { get; init; }

    public required string? FirstViolation { get; init; }
}
