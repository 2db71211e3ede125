using Rewards.Server.Tests.Crash;
using Rewards.Server.Tests.Running;
using Rewards.Tests.Shared.Azure;

namespace Rewards.Server.Tests.SharedStore;

/// <summary>
/// Two processes on one store that both have the same members in memory, as clients behind a load balancer see them.
/// </summary>
[Trait("Journal", "AzureTables")]
public sealed class TwoServerTests
{
    private const string Site = "ops-articles";

    /// <summary>Fewer than clients: they meet at each.</summary>
    private const int Members = 6;

    private const int Clients = 8;
    private const int ActivitiesPerClient = 25;
    private const int AttemptsMax = 20;

    [Fact]
    public async Task TwoServers_ToldOfTheSameMembersInTurns_LoseAndDoubleNothing()
    {
        await using var azurite = await OwnAzurite.StartAsync();
        using var setup = ServerSetup.OnSharedStore(azurite.ConnectionString).WithExamples();
        using var other = ServerSetup.OnSharedStore(azurite.ConnectionString).WithExamples();
        await using var a = await RewardsServer.StartAsync(setup);
        await using var b = await RewardsServer.StartAsync(other);
        var load = new Load(Site, Members, Environment.TickCount);

        await TellInTurnsAsync(load, a.Api, b.Api);

        Assert.Equal(Clients * ActivitiesPerClient, load.Acknowledged.Count);
        foreach (var api in new[] { a.Api, b.Api })
        {
            await Books.AssertThereAsync(api, Site, load.Acknowledged.Values);
            await Books.AssertBalancedAsync(api, Site, load);
        }
    }

    [Fact]
    public async Task TwoServers_OneIsKilled_TheOtherServesItsMembers()
    {
        await using var azurite = await OwnAzurite.StartAsync();
        using var setup = ServerSetup.OnSharedStore(azurite.ConnectionString).WithExamples();
        using var other = ServerSetup.OnSharedStore(azurite.ConnectionString).WithExamples();
        await using var killed = await RewardsServer.StartAsync(setup);
        await using var left = await RewardsServer.StartAsync(other);
        var load = new Load(Site, Members, Environment.TickCount);

        await load.RunAsync(killed.Api, 200, killed.KillAsync);

        await Books.AssertThereAsync(left.Api, Site, load.Acknowledged.Values);
        await Books.ResendAsync(left.Api, Site, load);
        await TellInTurnsAsync(load, left.Api, left.Api);
        Assert.Empty(load.Open);
        await Books.AssertThereAsync(left.Api, Site, load.Acknowledged.Values);
        await Books.AssertBalancedAsync(left.Api, Site, load);
    }

    private static Task TellInTurnsAsync(Load load, Api a, Api b) =>
        Task.WhenAll(Enumerable.Range(0, Clients).Select(async client =>
        {
            var random = new Random(client);
            for (var i = 0; i < ActivitiesPerClient; i++)
            {
                var (told, asked) = (client + i) % 2 == 0 ? (a, b) : (b, a);
                var sent = load.Make(random);
                load.Acknowledge(sent, await PostAsync(told, sent));
                await AssertSeenAsync(load, asked, sent);
            }
        }));

    /// <summary>
    /// As clients are told to: what a server answers with 503, because the store does not, is sent again. That the
    /// servers meet is no reason for it.
    /// </summary>
    private static async Task<Answer> PostAsync(Api api, Sent sent)
    {
        for (var attempt = 1; ; attempt++)
        {
            var answer = await api.PostActivityAsync(Site, sent.Body);
            if (answer.Status != 503 || attempt == AttemptsMax)
            {
                return answer;
            }

            TestContext.Current.TestOutputHelper?.WriteLine($"{sent.Id} of {sent.Member}: {answer["detail"]}");
        }
    }

    /// <summary>What a client was told by one server it reads at the other: activity, ledger and balance.</summary>
    private static async Task AssertSeenAsync(Load load, Api asked, Sent sent)
    {
        // What others were told before this client asks has to be in the answer too.
        var earned = load.Acknowledged.Values
            .Where(one => one.Sent.Member == sent.Member).Sum(one => Books.SumOf(one.Awards));
        var awards = load.Acknowledged[sent.Id].Awards;
        var address = $"/v1/communities/{Site}/members/{sent.Member}";

        var member = (await asked.GetAsync(address)).Expect(200);
        var holds = earned == 0
            ? 0
            : member.Number("balances.feathers.available") + member.Number("balances.feathers.pending");
        Assert.True(holds >= earned, $"{sent.Member} has earned {earned}: {member.Text}");
        var activity = (await asked.GetAsync($"{address}/activities/{sent.Id}")).Expect(200);
        Assert.Equal(awards, activity.At("awards")!.ToJsonString());
        var ledger = (await asked.GetAsync($"{address}/ledger?limit=200")).Expect(200);
        var postings = Enumerable.Range(0, ledger.Count("items"))
            .Count(i => ledger[$"items.{i}.cause.activity"] == sent.Id);
        Assert.Equal(Books.SumOf(awards) > 0 ? 1 : 0, postings);
        var again = await PostAsync(asked, sent);
        Assert.Equal(("true", awards), (again.Expect(200)["replayed"], again.At("awards")!.ToJsonString()));
    }
}
