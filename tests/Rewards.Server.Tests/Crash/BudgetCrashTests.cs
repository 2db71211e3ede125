using System.Globalization;
using System.Text.Json.Nodes;
using Rewards.Server.Tests.Running;

namespace Rewards.Server.Tests.Crash;

/// <summary>
/// A server whose members share a budget is killed under load. REWARDS_CRASH_ROUNDS sets how often (3). On one file:
/// on a shared store what a killed host had leased stays leased, so that its rest cannot be spent.
/// </summary>
[Collection(nameof(Alone))]
[Trait("Journal", "SQLite")]
public sealed class BudgetCrashTests
{
    private const string Site = "campaign";
    private const int RoundsDefault = 3;
    private const int Members = 40;
    private const int LinesPerBatch = 500;

    /// <summary>What a share draws for both, and what a comment draws.</summary>
    private const int Share = 5 + 2;
    private const int Comment = 31;

    [Fact]
    public async Task Kill_UnderLoadOnABudget_NeverExceedsItAndInTheEndAllOfItCanBeSpent()
    {
        var rounds = CrashTests.Setting("REWARDS_CRASH_ROUNDS", RoundsDefault);
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var output = TestContext.Current.TestOutputHelper!;

        // Of a size that some runs exhaust under load, and others with what comes after it.
        var amount = (rounds * 2_500L) + random.Next(5_000);
        using var setup = new ServerSetup().With("campaign.yaml", Programme(amount));
        var load = new Load(Site, Members, seed, Write);
        var server = await RewardsServer.StartAsync(setup);
        try
        {
            for (var round = 1; round <= rounds; round++)
            {
                await load.RunAsync(server.Api, random.Next(1, 600), server.KillAsync);
                var open = load.Open.Count;
                await server.DisposeAsync();
                server = await RewardsServer.StartAsync(setup);
                await Books.AssertThereAsync(server.Api, Site, load.Acknowledged.Values);
                var done = await Books.ResendAsync(server.Api, Site, load);
                var drawn = Drawn(load);
                Assert.InRange(drawn, 0, amount);
                await AssertBooksAsync(server.Api, amount, drawn);
                output.WriteLine(
                    $"seed {seed}, round {round}: {drawn} of {amount} drawn; {open} open, {done} of these were done");
            }

            var rest = amount - Drawn(load);
            Assert.Equal(rest, await SpendAsync(server.Api, rest));
            await AssertBooksAsync(server.Api, amount, amount);
            var budget = (await server.Api.GetAsync($"/v1/communities/{Site}/budgets")).Expect(200);
            Assert.Equal(("0", "0"), (budget["items.0.leased"], budget["items.0.left"]));
            Assert.Equal("budget-exhausted", (await server.Api.PostActivityAsync(Site, Write("after", "lin")))
                .Expect(200)["receipt.rules.0.outcome"]);
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    /// <summary>What all acknowledged activities were awarded, to whomever.</summary>
    private static long Drawn(Load load) => load.Acknowledged.Values.Sum(one => Sum(JsonNode.Parse(one.Awards)!));

    private static long Sum(JsonNode awards) => awards.AsArray().Sum(award => award!["amount"]!.GetValue<long>());

    /// <summary>Budget and ledgers of all members tell the same sum, once the feed and due work are done.</summary>
    private static async Task AssertBooksAsync(Api api, long amount, long drawn)
    {
        var totals = await Totals.UntilAsync(api, Site, it => Issued(it) == drawn);
        Assert.Equal(drawn, Issued(totals));
        var budget = await Eventually.GetAsync(
            api, $"/v1/communities/{Site}/budgets", it => it.Number("items.0.spent") == drawn);
        Assert.Equal(
            amount, drawn + budget.Number("items.0.leased") + budget.Number("items.0.left"));
    }

    private static long Issued(Answer totals) => totals["totals.feathers.issued"] is null
        ? 0
        : totals.Number("totals.feathers.issued") + totals.Number("totals.feathers.pending");

    /// <summary>Tells more than the rest pays for; what of it was awarded, the last in part.</summary>
    private static async Task<long> SpendAsync(Api api, long rest)
    {
        var awarded = 0L;
        var parts = 0;
        for (var told = 0; told <= (rest / Share) + 1; told += LinesPerBatch)
        {
            var lines = Enumerable.Range(told, LinesPerBatch)
                .Select(i => Write(string.Create(CultureInfo.InvariantCulture, $"last-{i}"), $"member-{i % Members}"));
            foreach (var answer in await api.PostBatchAsync(Site, string.Join('\n', lines)))
            {
                awarded += Sum(answer.At("awards")!);
                parts += answer["receipt.rules.0.outcome"] == "budget-rest" ? 1 : 0;
            }
        }

        Assert.Equal(rest % Share == 0 ? 0 : 1, parts);
        return awarded;
    }

    private static string Write(string id, string member) => Bodies.Share(id, member);

    /// <summary>Mostly shares, which bring the friend something too; some comments, which wait for review.</summary>
    private static string Write(Random random, string id, string member) =>
        random.Next(5) > 0 ? Write(id, member) : Bodies.Comment(id, member);

    private static string Programme(long amount) => string.Create(CultureInfo.InvariantCulture, $$"""
        community: {{Site}}
        name: Campaign
        timeZone: Asia/Shanghai
        currencies: { feathers: {} }
        negativeBalance: floor
        unknownActivity: reject
        budgets: [{ id: spring, currency: feathers, amount: {{amount}} }]
        activities:
          article-shared: {}
          comment-posted: { facts: { text: { type: text, personal: true } } }
        rules:
          - id: share
            order: 1
            when: article-shared
            give: [{ currency: feathers, amount: 5 }, { currency: feathers, amount: 2, to: counterparty }]
            budget: spring
          - id: comment
            order: 1
            when: comment-posted
            give: { feathers: {{Comment}} }
            status: pending
            budget: spring
        """);
}
