using System.Diagnostics;
using System.Globalization;
using Rewards.Server.Tests.Running;

namespace Rewards.Server.Tests.Crash;

/// <summary>The server is killed under load, again and again. REWARDS_CRASH_ROUNDS sets how often (20),
/// REWARDS_CRASH_RESTART_SECONDS how long a restart may take (5), for machines on which others work too.</summary>
[Collection(nameof(Alone))]
public sealed class CrashTests
{
    private const string Site = "ops-articles";
    private const int RoundsDefault = 20;
    private const int Members = 40;

    /// <summary>From the start of the process to its first answer.</summary>
    private const int RestartSecondsDefault = 5;

    [Fact]
    public async Task Kill_UnderLoad_EveryAcknowledgedActivityIsThereExactlyOnce()
    {
        var rounds = Setting("REWARDS_CRASH_ROUNDS", RoundsDefault);
        var restartMax = TimeSpan.FromSeconds(Setting("REWARDS_CRASH_RESTART_SECONDS", RestartSecondsDefault));
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var output = TestContext.Current.TestOutputHelper!;
        using var setup = new ServerSetup().WithExamples();
        var load = new Load(Site, Members, seed);
        var slowest = TimeSpan.Zero;
        var server = await RewardsServer.StartAsync(setup);
        try
        {
            for (var round = 1; round <= rounds; round++)
            {
                var before = load.Acknowledged.Keys.ToHashSet();
                await load.RunAsync(server.Api, random.Next(1, 600), server.KillAsync);
                var open = load.Open.Count;
                await server.DisposeAsync();

                // The one that comes back is the next to be killed.
                var began = Stopwatch.GetTimestamp();
                server = await RewardsServer.StartAsync(setup);
                var took = Stopwatch.GetElapsedTime(began);
                Assert.InRange(took, TimeSpan.Zero, restartMax);
                slowest = took > slowest ? took : slowest;
                var fresh = load.Acknowledged
                    .Where(one => !before.Contains(one.Key)).Select(one => one.Value).ToArray();
                await Books.AssertThereAsync(server.Api, Site, fresh);
                var done = await Books.ResendAsync(server.Api, Site, load);
                Assert.Empty(load.Open);
                output.WriteLine(
                    $"seed {seed}, round {round}: {fresh.Length} acknowledged, {open} open, {done} of these were done, "
                    + $"back after {took.TotalMilliseconds:F0} ms");
            }

            output.WriteLine($"slowest restart: {slowest.TotalMilliseconds:F0} ms");
            await Books.AssertThereAsync(server.Api, Site, load.Acknowledged.Values);
            await Books.AssertBalancedAsync(server.Api, Site, load);
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    [Fact]
    public async Task Stop_UnderLoad_LosesNothingAcknowledgedAndAnswersWhatItAccepted()
    {
        using var setup = new ServerSetup().WithExamples();
        var load = new Load(Site, Members, Environment.TickCount);
        await using (var server = await RewardsServer.StartAsync(setup))
        {
            var exitCode = -1;
            await load.RunAsync(server.Api, 500, async () => exitCode = await server.StopAsync());
            Assert.Equal(0, exitCode);
        }

        await using var restarted = await RewardsServer.StartAsync(setup);
        await Books.AssertThereAsync(restarted.Api, Site, load.Acknowledged.Values);
        foreach (var open in load.Open.Values)
        {
            var found = await restarted.Api.GetAsync(
                $"/v1/communities/{Site}/members/{open.Member}/activities/{open.Id}");
            Assert.True(found.Status == 404, $"Done but not answered: {found.Text}");
        }

        await Books.AssertBalancedAsync(restarted.Api, Site, load);
    }

    internal static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value)
            ? value
            : otherwise;
}
