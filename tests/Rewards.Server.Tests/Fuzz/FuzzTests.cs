using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Rewards.Server.Tests.OpenApi;
using Rewards.Server.Tests.Running;

namespace Rewards.Server.Tests.Fuzz;

/// <summary>
/// Requests to every operation of the document, whole and spoiled: no answer is an error of the server, and every
/// answer is one that the document describes. REWARDS_FUZZ_REQUESTS sets how many (20,000), REWARDS_FUZZ_SEED which.
/// </summary>
public sealed class FuzzTests
{
    private const int RequestsDefault = 20_000;
    private const int Clients = 4;

    /// <summary>Simulations and reports read all that was recorded before: a server with a long past is slow to fuzz.
    /// </summary>
    private const int RequestsPerServer = 20_000;
    private const int BreachesShown = 20;

    /// <summary>Breaches of one operation that begin alike are shown once.</summary>
    private const int KindOfBreachLength = 70;

    private static readonly JsonObject Document = Operation.Document();

    /// <summary>One key of each scope, and one that is bound to a community.</summary>
    private static readonly string[] KeyScopes =
        ["[\"app\"]", "[\"operator\"]", "[\"app\"],\"communities\":[\"ops-articles\"]"];

    [Fact]
    [Trait("Journal", "SQLite")] // It takes many requests until every operation has succeeded.
    public async Task Fuzz_OfEveryOperation_IsAnsweredAsTheDocumentSays()
    {
        var (requests, seed) = (Setting("REWARDS_FUZZ_REQUESTS", RequestsDefault), Setting("REWARDS_FUZZ_SEED", 1));
        var seen = new ConcurrentDictionary<(string Operation, int Status), int>();
        for (var first = 0; first < requests; first += RequestsPerServer)
        {
            await PlayAsync(seed, first, Math.Min(requests, first + RequestsPerServer), seen);
        }

        Tell(seen);
        Assert.All(Operation.Of(Document), operation =>
        {
            Assert.Contains(seen.Keys, one => one.Operation == operation.Id && one.Status is >= 200 and < 300);
            Assert.Contains(seen.Keys, one => one.Operation == operation.Id && one.Status >= 400);
        });
    }

    private static async Task PlayAsync(
        int seed, int first, int end, ConcurrentDictionary<(string Operation, int Status), int> seen)
    {
        using var setup = new ServerSetup().WithExamples();
        await using var server = await RewardsServer.StartAsync(setup);
        var preview = await Beginnings.MakeAsync(server.Api);
        var maker = new DraftMaker(
            Document,
            [.. (await KeysAsync(server.Api, KeyScopes)).Select(made => made["key"]!)],
            [.. (await KeysAsync(server.Api, [.. Enumerable.Repeat("[\"app\"]", 10)])).Select(made => made["id"]!)],
            preview);
        var check = new AnswerCheck(Document);
        var breaches = new ConcurrentDictionary<string, string>();
        var next = first - 1;
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(async () =>
        {
            using var wire = new Wire(server.Api.Server);
            for (var i = Interlocked.Increment(ref next); i < end; i = Interlocked.Increment(ref next))
            {
                var draft = maker.Make(new Random(HashCode(seed, i)));
                var answer = await wire.SendAsync(
                    draft.ToBytes(server.Api.Server.Authority), draft.Method == "HEAD");
                seen.AddOrUpdate((draft.Operation.Id, answer?.Status ?? 0), 1, static (_, times) => times + 1);
                if (check.Breach(draft, answer) is { } breach)
                {
                    breaches.TryAdd(
                        $"{draft.Operation.Id} {breach[..Math.Min(breach.Length, KindOfBreachLength)]}",
                        $"Request {i} of seed {seed} {breach}\n{draft}");
                }
            }
        })));

        Assert.True(breaches.IsEmpty, string.Join("\n\n", breaches.Values.Take(BreachesShown)));
        Assert.Equal(200, (await server.Api.GetAsync("/health/ready")).Status);
    }

    [Theory]
    [InlineData(500, "application/problem+json", """{"type":"/problems/internal"}""")]
    [InlineData(418, "application/problem+json", """{"type":"/problems/internal"}""")]
    [InlineData(200, "text/html", """{"status":"ok"}""")]
    [InlineData(200, "application/json", """{"status":"fine"}""")]
    [InlineData(200, "application/json", "{")]
    public void AnswerCheck_AnAnswerThatIsNotDescribed_IsABreach(int status, string type, string text)
    {
        var live = Operation.Of(Document).Single(operation => operation.Id == "getLive");
        Assert.NotNull(new AnswerCheck(Document).Breach(new Draft(live), new Answer(status, type, text)));
    }

    private static async Task<List<Answer>> KeysAsync(Api api, IEnumerable<string> scopes)
    {
        var keys = new List<Answer>();
        foreach (var scope in scopes)
        {
            var made = await api.PostAsync("/v1/api-keys", $$"""{"scopes":{{scope}},"actor":"fuzz"}""");
            keys.Add(made.Expect(201));
        }

        return keys;
    }

    /// <summary>Not that of the framework, which differs from run to run.</summary>
    private static int HashCode(int seed, int index) => unchecked((seed * 486_187_739) + (index * 16_777_619));

    private static void Tell(ConcurrentDictionary<(string Operation, int Status), int> seen)
    {
        foreach (var one in seen.GroupBy(entry => entry.Key.Operation).OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            var statuses = one.OrderBy(entry => entry.Key.Status).Select(entry => $"{entry.Key.Status}: {entry.Value}");
            TestContext.Current.TestOutputHelper?.WriteLine($"{one.Key} {string.Join(", ", statuses)}");
        }
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value)
            ? value
            : otherwise;
}
