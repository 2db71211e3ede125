using System.Globalization;
using Rewards.Grains.InProcess;
using Rewards.Tests.Shared.Azure;
using Rewards.Tests.Shared.Azure.Faults;

namespace Rewards.Grains.Tests.SharedStore;

/// <summary>
/// Two hosts on one store that both keep the same members in memory: totals are right, every conflict is resolved by
/// deciding again on what the store holds, nothing is lost or doubled. <c>REWARDS_STORE_COMMANDS</c> sets the number of
/// commands (2,000 in every run of the tests, 10,000 and more on demand).
/// </summary>
public sealed class TwoHostTests
{
    private const int FaultsPerMille = 10;
    private const int Members = 200;
    private const int ClientsPerHost = 50;

    /// <summary>Everything is acknowledged in the end: who tells an activity does not give up.</summary>
    private const int AttemptsMax = 1_000;

    [Fact]
    public async Task TwoHosts_WithTheSameMembersInMemory_LoseAndDoubleNothing()
    {
        var commands = int.Parse(
            Environment.GetEnvironmentVariable("REWARDS_STORE_COMMANDS") ?? "2000", CultureInfo.InvariantCulture);
        var store = await SharedStore.CreateAsync();
        var told = Told(commands);

        // Every tenth activity is told to both hosts: one of them takes it, the other answers as that one did.
        var hosts = await Task.WhenAll(
            RunHostAsync(store, 1, told.Where((_, i) => i % 2 == 0 || i % 10 == 1)),
            RunHostAsync(store, 2, told.Where((_, i) => i % 2 == 1 || i % 10 == 0)));

        await using var journal = await store.OpenAsync();
        var answers = hosts.SelectMany(host => host.Answers).ToList();
        Assert.Equal(commands, await Books.AssertAsync(journal, told, [.. answers.Select(answer => answer.Told)]));
        await Books.AssertTotalsAsync(journal, 3L * commands);
        Assert.Equal(commands, answers.Select(answer => answer.Told.Id).Distinct().Count());
        Assert.All(
            answers.GroupBy(answer => answer.Told.Id),
            same => Assert.True(same.Count(answer => !answer.Replayed) <= 1, $"{same.Key} was taken twice"));
        Assert.True(hosts.Sum(host => host.Conflicts) > commands / 1_000, "The hosts hardly met: nothing was tried.");
    }

    /// <summary>
    /// One member, and at each host several commands under way: every one is answered at its first request, because a
    /// conflict is resolved by the host and not handed to the client.
    /// </summary>
    [Fact]
    public async Task TwoHosts_ThatMeetAtOneMember_AnswerEveryCommandAtItsFirstRequest()
    {
        var store = await SharedStore.CreateAsync();
        Told[] told = [.. Enumerable.Range(0, 600).Select(i => new Told("m1", $"a{i}", "share", null))];

        var conflicts = await Task.WhenAll(
            MeetAsync(store, told.Where((_, i) => i % 2 == 0)), MeetAsync(store, told.Where((_, i) => i % 2 == 1)));

        await using var journal = await store.OpenAsync();
        Assert.Equal(told.Length, await Books.AssertAsync(journal, told, told));
        TestContext.Current.TestOutputHelper?.WriteLine($"conflicts: {string.Join(" and ", conflicts)}");
        Assert.True(conflicts.Sum() > 5, "The hosts hardly met: nothing was tried.");
    }

    private static async Task<int> MeetAsync(SharedStore store, IEnumerable<Told> told)
    {
        await using var journal = await store.OpenAsync();
        var counting = new CountingJournal(journal);
        await using var grains = new LocalGrains(counting, TimeProvider.System, new GrainOptions());
        var teller = new Teller(grains, attemptsMax: 1);
        await Parallel.ForEachAsync(
            told,
            new ParallelOptions { MaxDegreeOfParallelism = 5 },
            async (activity, _) => await teller.TellAsync(activity));
        Assert.Equal(0, teller.Retries);
        return counting.Conflicts;
    }

    /// <summary>One host behind a proxy of its own, and clients that tell it activities side by side.</summary>
    private static async Task<(List<(Told Told, bool Replayed)> Answers, int Conflicts)> RunHostAsync(
        SharedStore store, int seed, IEnumerable<Told> told)
    {
        var schedule = new FaultSchedule(seed, FaultsPerMille);
        var (proxy, connection) = FaultyProxy.Before(Azurite.ConnectionString, schedule);
        await using var owned = proxy;
        await using var journal = await store.OpenThroughAsync(connection);
        var counting = new CountingJournal(journal);
        await using var grains = new LocalGrains(counting, TimeProvider.System, new GrainOptions());
        var teller = new Teller(grains, AttemptsMax);
        await Parallel.ForEachAsync(
            told,
            new ParallelOptions { MaxDegreeOfParallelism = ClientsPerHost },
            async (activity, _) => await teller.TellAsync(activity));
        schedule.Stop();
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"host {seed}: {counting.Committed} appends, {counting.Conflicts} conflicts, {teller.Retries} sent again, "
            + $"{schedule.Met.Where(met => met.Key != Fault.None).Sum(met => met.Value)} faults");
        return ([.. teller.Acknowledged], counting.Conflicts);
    }

    private static List<Told> Told(int commands)
    {
        var random = new Random(11);
        return [.. Enumerable.Range(0, commands).Select(i => new Told(
            $"m{random.Next(Members)}", $"a{i:D6}", i % 3 == 0 ? "read" : "share", $"article-{random.Next(5)}"))];
    }
}
