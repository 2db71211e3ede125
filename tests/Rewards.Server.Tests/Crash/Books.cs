using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Rewards.Server.Tests.Running;

namespace Rewards.Server.Tests.Crash;

/// <summary>Compares what a server holds with what it acknowledged.</summary>
internal static class Books
{
    private static readonly ParallelOptions SomeAtOnce = new() { MaxDegreeOfParallelism = 16 };

    /// <summary>Every one of these is there with the awards that were acknowledged.</summary>
    public static Task AssertThereAsync(Api api, string community,
        IEnumerable<(Sent Sent, string Awards)> acknowledged) =>
        Parallel.ForEachAsync(acknowledged, SomeAtOnce, async (one, _) =>
        {
            var found = await api.GetAsync(
                $"/v1/communities/{community}/members/{one.Sent.Member}/activities/{one.Sent.Id}");
            Assert.Equal(one.Awards, found.Expect(200).At("awards")!.ToJsonString());
        });

    /// <summary>Sends what nobody acknowledged again; how many of them had been done.</summary>
    public static async Task<int> ResendAsync(Api api, string community, Load load)
    {
        var done = 0;
        await Parallel.ForEachAsync(load.Open.Values, SomeAtOnce, async (sent, _) =>
        {
            var answer = await api.PostActivityAsync(community, sent.Body);
            load.Acknowledge(sent, answer);
            if (answer["replayed"] == "true")
            {
                Interlocked.Increment(ref done);
            }
        });
        return done;
    }

    /// <summary>
    /// Every acknowledged award is in its member's ledger exactly once, nothing else is, and members and totals hold
    /// the sum.
    /// </summary>
    public static async Task AssertBalancedAsync(Api api, string community, Load load)
    {
        var posted = new ConcurrentDictionary<string, long>();
        await Parallel.ForEachAsync(
            load.Acknowledged.Values.Select(one => one.Sent.Member).Distinct(),
            SomeAtOnce,
            async (member, _) => await ReadLedgerAsync(api, community, member, posted));

        var expected = load.Acknowledged.Values
            .Select(one => (one.Sent.Id, Amount: SumOf(one.Awards)))
            .Where(one => one.Amount > 0)
            .ToDictionary(one => one.Id, one => one.Amount);
        Assert.Equal(expected.OrderBy(one => one.Key, StringComparer.Ordinal),
            posted.OrderBy(one => one.Key, StringComparer.Ordinal));

        var sum = expected.Values.Sum();
        var totals = await Totals.UntilAsync(api, community, it => Issued(it) == sum);
        Assert.Equal(sum, Issued(totals));
    }

    private static long Issued(Answer totals) => totals["totals.feathers.issued"] is null
        ? 0
        : totals.Number("totals.feathers.outstanding") + totals.Number("totals.feathers.pending");

    public static long SumOf(string awards) =>
        ((JsonArray)JsonNode.Parse(awards)!).Sum(award => award!["amount"]!.GetValue<long>());

    private static async Task ReadLedgerAsync(
        Api api, string community, string member, ConcurrentDictionary<string, long> posted)
    {
        var address = $"/v1/communities/{community}/members/{member}";
        var sum = 0L;
        string? after = null;
        do
        {
            var page = await api.GetAsync($"{address}/ledger?limit=200" + (after is null ? "" : $"&after={after}"));
            for (var i = 0; i < page.Expect(200).Count("items"); i++)
            {
                Assert.Equal("award", page[$"items.{i}.cause.kind"]);
                var id = page[$"items.{i}.cause.activity"]!;
                Assert.True(posted.TryAdd(id, page.Number($"items.{i}.amount")), $"'{id}' is in the ledger twice");
                sum += page.Number($"items.{i}.amount");
            }

            after = page["next"];
        }
        while (after is not null);
        var holds = (await api.GetAsync(address)).Expect(200);
        var balance = sum == 0
            ? 0
            : holds.Number("balances.feathers.available") + holds.Number("balances.feathers.pending");
        Assert.Equal(sum, balance);
    }
}
