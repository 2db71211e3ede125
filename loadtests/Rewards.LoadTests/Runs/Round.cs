namespace Rewards.LoadTests.Runs;

/// <summary>One measured round of one contender.</summary>
/// <param name="PerSecond">Activities answered per second, replays included.</param>
/// <param name="P50Ms">Of requests.</param>
/// <param name="P99Ms">Of requests.</param>
/// <param name="ServerCpuUs">Processor time of the server per activity, in microseconds.</param>
/// <param name="GeneratorCpuUs">Processor time of generator or pgbench per activity, in microseconds.</param>
/// <param name="BytesPerResponse">Size of a whole HTTP response; 0 where there is no HTTP.</param>
public sealed record Round(
    double PerSecond, double P50Ms, double P99Ms, double ServerCpuUs, double GeneratorCpuUs, double BytesPerResponse);
