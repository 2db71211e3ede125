using System.Globalization;
using Rewards.Grains.InProcess;
using Rewards.Tests.Shared.Azure;
using Rewards.Tests.Shared.Azure.Faults;

namespace Rewards.Grains.Tests.SharedStore;

/// <summary>
/// Seeded faults between a host and the shared store: every acknowledged activity exactly once, nothing acknowledged
/// that is not there. <c>REWARDS_STORE_SEEDS</c> sets the number of seeds (300), <c>REWARDS_STORE_FIRST</c> the first
/// (1).
/// </summary>
public sealed class FaultSeedTests
{
    private const int FaultsPerMille = 150;
    private const int MembersPerSeed = 4;
    private const int ActivitiesPerMember = 4;

    /// <summary>Worlds at once, each on its own tables: most of a world's time is waiting for lost answers.</summary>
    private const int WorldsAtOnce = 40;

    [Fact]
    public async Task Store_WithFaultsBeforeIt_KeepsEveryAcknowledgedActivityOnce()
    {
        var (first, seeds) = (Setting("REWARDS_STORE_FIRST", 1), Setting("REWARDS_STORE_SEEDS", 300));
        var tallies = await Task.WhenAll(Enumerable.Range(0, Math.Min(WorldsAtOnce, seeds))
            .Select(world => Task.Run(() => PlayAsync(first + world, first + seeds))));

        var tally = tallies.Aggregate((one, other) => one + other);
        TestContext.Current.TestOutputHelper?.WriteLine(tally.ToString());
        if (seeds >= 100)
        {
            Assert.All(
                Enum.GetValues<Fault>(),
                fault => Assert.True(tally.Met.GetValueOrDefault(fault) > 20, $"Hardly any {fault}."));
            Assert.True(tally is { GivenUp: > 0, Retries: > 0 });
            Assert.InRange(tally.Acknowledged, seeds * MembersPerSeed * ActivitiesPerMember / 2, int.MaxValue);
        }
    }

    /// <summary>Every fortieth seed, one after the other on the same tables.</summary>
    private static async Task<Tally> PlayAsync(int first, int end)
    {
        var store = await SharedStore.CreateAsync();
        var sum = new Tally();
        for (var seed = first; seed < end; seed += WorldsAtOnce)
        {
            try
            {
                sum += await PlayAsync(store, seed);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                throw new InvalidOperationException(
                    $"Seed {seed} failed; alone: REWARDS_STORE_FIRST={seed} REWARDS_STORE_SEEDS=1.", e);
            }
        }

        await using var journal = await store.OpenAsync();
        await Books.AssertTotalsAsync(journal, 3L * sum.There);
        return sum;
    }

    private static async Task<Tally> PlayAsync(SharedStore store, int seed)
    {
        var schedule = new FaultSchedule(seed, FaultsPerMille);
        var (proxy, connection) = FaultyProxy.Before(Azurite.ConnectionString, schedule);
        await using var owned = proxy;
        var told = Told(seed);
        Teller teller;
        await using (var journal = await store.OpenThroughAsync(connection))
        {
            await using var grains = new LocalGrains(journal, TimeProvider.System, new GrainOptions());
            teller = new Teller(grains, attemptsMax: 1 + (seed % 3));
            await Task.WhenAll(told.GroupBy(activity => activity.Member).Select(async member =>
            {
                foreach (var pair in member.Chunk(2))
                {
                    // Two at a time: the second rides on the first one's append.
                    await Task.WhenAll(pair.Select(teller.TellAsync));
                }
            }));
            schedule.Stop();
        }

        await using var undisturbed = await store.OpenAsync();
        var acknowledged = teller.Acknowledged.Select(answer => answer.Told).ToList();
        var there = await Books.AssertAsync(undisturbed, told, acknowledged);
        return new Tally(acknowledged.Count, told.Count - acknowledged.Count, there, teller.Retries, schedule.Met);
    }

    private static List<Told> Told(int seed)
    {
        var random = new Random(seed);
        return [.. from member in Enumerable.Range(0, MembersPerSeed)
                   from activity in Enumerable.Range(0, ActivitiesPerMember)
                   let article = random.Next(3)
                   select new Told(
                       $"m{seed}-{member}", $"a{activity}", article == 0 ? "share" : "read", $"article-{article}")];
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value)
            ? value
            : otherwise;
}
