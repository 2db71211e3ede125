using System.Collections.Concurrent;
using System.Globalization;
using Rewards.Domain.Members;
using Rewards.Grains.Verification;

namespace Rewards.Grains.Tests.Simulation;

/// <summary>
/// Seeded simulation: every acknowledged command exactly once, whatever the journal and the host do.
/// <c>REWARDS_SIMULATION_SEEDS</c> sets the number of seeds (1,000), <c>REWARDS_SIMULATION_FIRST</c> the first (1).
/// </summary>
public sealed class SimulationTests
{
    private const int Commands = 200;
    private const int SeedsDefault = 1_000;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task World_WithFaultsAndRestarts_KeepsEveryAcknowledgedCommandOnce()
    {
        var (first, seeds) = (Setting("REWARDS_SIMULATION_FIRST", 1), Setting("REWARDS_SIMULATION_SEEDS", SeedsDefault));
        var counts = new ConcurrentDictionary<string, int>();
        await Parallel.ForEachAsync(Enumerable.Range(first, seeds), Cancellation, async (seed, _) =>
        {
            try
            {
                var world = new SimulatedWorld(seed, Commands, Cancellation);
                world.Run();
                await new Outcome(world, Cancellation).AssertAsync();
                var verifier = new Verifier(world.Journal, new VerificationOptions());
                Assert.Empty((await verifier.RunAsync(null, Cancellation)).Findings);
                foreach (var (what, times) in world.Counts)
                {
                    counts.AddOrUpdate(what, times, (_, before) => before + times);
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                throw new InvalidOperationException(
                    $"Seed {seed} failed; alone: REWARDS_SIMULATION_FIRST={seed} REWARDS_SIMULATION_SEEDS=1.", e);
            }
        });

        TestContext.Current.TestOutputHelper?.WriteLine(
            string.Join(", ", counts.OrderBy(count => count.Key).Select(count => $"{count.Key} {count.Value}")));
        if (seeds >= 20)
        {
            string[] everything =
            [
                .. Enum.GetNames<Fault>(), "crash", "stop", nameof(GrainBusyException),
                nameof(GrainUnavailableException), nameof(GrainStoppingException),
                nameof(AwardsLapsed), nameof(PointsExpired),
            ];
            Assert.All(everything, what => Assert.True(counts.GetValueOrDefault(what) > 5, $"Hardly any {what}."));
        }
    }

    [Fact]
    public async Task World_OfTheSameSeed_TakesExactlyTheSameCourse()
    {
        var traces = new List<string>();
        foreach (var seed in (int[])[42, 42, 43])
        {
            var world = new SimulatedWorld(seed, Commands, Cancellation);
            world.Run();
            traces.Add(await new Outcome(world, Cancellation).TraceAsync());
        }

        Assert.Equal(traces[0], traces[1]);
        Assert.NotEqual(traces[0], traces[2]);
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value)
            ? value
            : otherwise;
}
