using System.Globalization;
using System.Text;
using Rewards.Domain.Registry;
using Rewards.Grains.InProcess;
using Rewards.Grains.Registry;
using Rewards.Journal.Sqlite;
using Rewards.Journal.Sqlite.Native;
using Rewards.Server.Http;
using Rewards.Server.Tests.Running;

namespace Rewards.Server.Tests.Problems;

/// <summary>Problems that only a server in trouble has; each is brought into that trouble for real.</summary>
[Trait("Journal", "SQLite")]
public sealed class HardProblemTests
{
    private const string Site = "ops-articles";

    /// <summary>The codes that these tests and those of access provoke.</summary>
    internal static readonly string[] Codes =
        ["busy", "unavailable", "internal", "rate-limited", "api-keys-full", "communities-full"];

    [Fact]
    public async Task Busy_MoreMembersAtOnceThanPlaces_IsToldAndTheSameAgainIsTaken()
    {
        const int places = 100;
        using var setup = new ServerSetup(activeMax: places).WithExamples();
        await using var server = await RewardsServer.StartAsync(setup);
        var singles = Enumerable.Range(0, places + 10).Select(i => Bodies.Quiz("q", $"single-{i}")).ToArray();
        var lines = Enumerable.Range(0, 50).Select(i => Bodies.Quiz("q", $"line-{i}")).ToArray();
        var again = new List<string>();
        Task<Answer>[] sent;
        using (var database = Connection.Open(setup.Database, busyTimeoutMs: 5_000))
        {
            // While another has SQLite's lock nothing is committed, so members who wait for it keep their places.
            database.Execute("BEGIN IMMEDIATE");
            sent = [.. singles.Select(body => server.Api.PostActivityAsync(Site, body))];
            await Task.WhenAny(sent);
            var results = await server.Api.PostBatchAsync(Site, string.Join('\n', lines));
            Assert.All(results, result => Assert.Equal(
                ("busy", "503", "1"), (result.Problem, result["status"], result["retryAfterSeconds"])));
            again.AddRange(lines);
            database.Execute("ROLLBACK");
        }

        foreach (var (index, answer) in (await Task.WhenAll(sent)).Index().Where(one => one.Item.Status != 200))
        {
            answer.ExpectProblem("busy", 503);
            Assert.Equal(TimeSpan.FromSeconds(1), answer.Headers!.RetryAfter!.Delta);
            again.Add(singles[index]);
        }

        Assert.InRange(again.Count, lines.Length + 10, lines.Length + singles.Length);
        foreach (var body in again)
        {
            (await server.Api.PostActivityAsync(Site, body)).Expect(200);
        }

        var issued = (5 * (singles.Length + lines.Length)).ToString(CultureInfo.InvariantCulture);
        var totals = await Totals.UntilAsync(server.Api, Site, it => it["totals.feathers.issued"] == issued);
        Assert.Equal(issued, totals["totals.feathers.issued"]);
    }

    [Fact]
    public async Task Unavailable_DiskFull_NothingMoreIsAcknowledgedAndNothingAcknowledgedIsLost()
    {
        using var setup = new ServerSetup { FileKilobytesMax = 4_096 }.WithExamples();
        var acknowledged = new List<string>();
        await using (var server = await RewardsServer.StartAsync(setup))
        {
            Answer answer;
            var text = new string('满', 4_000);
            for (var i = 0; (answer = await server.Api.PostActivityAsync(Site,
                Bodies.Comment($"c{i}", "lin", text))).Status == 200; i++)
            {
                acknowledged.Add($"c{i}");
            }

            answer.ExpectProblem("unavailable", 503);
            Assert.Equal(answer.Number("retryAfterSeconds"),
                (long)answer.Headers!.RetryAfter!.Delta!.Value.TotalSeconds);
            (await server.Api.PostActivityAsync(Site, Bodies.Quiz("q", "mei"))).ExpectProblem("unavailable", 503);
            Assert.Equal("not-ready", (await server.Api.GetAsync("/health/ready")).Expect(503)["status"]);
            (await server.Api.GetAsync("/health/live")).Expect(200);
            await server.WaitForLogAsync("The journal takes no more writes");
        }

        setup.FileKilobytesMax = null;
        await using var after = await RewardsServer.StartAsync(setup);
        foreach (var id in acknowledged)
        {
            (await after.Api.GetAsync($"/v1/communities/{Site}/members/lin/activities/{id}")).Expect(200);
        }

        Assert.NotEmpty(acknowledged);
        (await after.Api.PostActivityAsync(Site, Bodies.Quiz("q", "mei"))).Expect(200);
    }

    [Fact]
    public async Task Internal_DamagedFile_IsToldWithATraceAndHidesNothing()
    {
        using var setup = new ServerSetup().WithExamples();
        const string mark = "a text that will be damaged";
        await using (var server = await RewardsServer.StartAsync(setup))
        {
            (await server.Api.PostActivityAsync(Site, Bodies.Comment("c", "lin", mark))).Expect(200);
            Assert.Equal(0, await server.StopAsync());
        }

        var bytes = await File.ReadAllBytesAsync(setup.Database, CancellationToken.None);
        var at = bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(mark));
        Assert.True(at > 0, "The text is not where it is expected.");
        bytes[at] ^= 1;
        await File.WriteAllBytesAsync(setup.Database, bytes, CancellationToken.None);

        await using var damaged = await RewardsServer.StartAsync(setup);
        var answer = await damaged.Api.GetAsync($"/v1/communities/{Site}/members/lin/activities/c");
        Assert.NotNull(answer.ExpectProblem("internal", 500)["traceId"]);
        await damaged.WaitForLogAsync("/members/lin/activities/c failed");

        var lines = string.Join('\n', Bodies.Quiz("q1", "mei", "article-1"), Bodies.Comment("c", "lin", mark));
        var results = await damaged.Api.PostBatchAsync(Site, lines);
        Assert.Equal([null, "internal"], results.Select(result => result.Problem));
        Assert.Equal(("2", "c"), (results[1]["line"], results[1]["id"]));
        await damaged.WaitForLogAsync(
            $"Line 2 of POST /v1/communities/{Site}/activities/batch failed ({results[1]["traceId"]})");
        (await damaged.Api.PostActivityAsync(Site, Bodies.Quiz("q", "mei"))).Expect(200);
    }

    [Fact]
    public async Task Registry_Full_RefusesAnotherKeyAndAnotherCommunity()
    {
        using var setup = new ServerSetup().WithExamples();
        await FillRegistryAsync(setup);
        await using var server = await RewardsServer.StartAsync(setup);
        var programme = (await server.Api.GetAsync($"/v1/communities/{Site}/rules/1")).At("programme")!;
        programme["community"] = "one-more";

        (await server.Api.PostAsync("/v1/api-keys", """{"scopes":["app"],"actor":"a"}"""))
            .ExpectProblem("api-keys-full", 409);
        (await server.Api.PostAsync("/v1/communities/one-more/rules?basedOn=0", programme.ToJsonString()))
            .ExpectProblem("communities-full", 409);
    }

    /// <summary>As many keys and communities as there can be, the examples and the admin's key among them.</summary>
    private static async Task FillRegistryAsync(ServerSetup setup)
    {
        const int atOnce = 500;
        const int communities = RegistryState.CommunitiesMax - 3;
        Directory.CreateDirectory(setup.Data);
        await using var journal = SqliteJournal.Open(new SqliteJournalOptions { Path = setup.Database });
        await using var grains = new LocalGrains(journal, TimeProvider.System, new GrainOptions());
        await grains.StartAsync();
        var secret = ApiKeyText.Parse(Keys.Admin)!.Value.SecretHash;
        for (var first = 0; first < RegistryState.ApiKeysMax - 1; first += atOnce)
        {
            var numbers = Enumerable.Range(first, Math.Min(atOnce, RegistryState.ApiKeysMax - 1 - first)).ToArray();
            await Task.WhenAll(numbers.Select(i => grains.Registry.CreateKeyAsync(
                new CreateApiKey($"k{i}", secret, ApiScope.App, [], "a", null, "b")).AsTask()));
            await Task.WhenAll(numbers.Where(i => i < communities).Select(
                i => grains.Registry.OpenCommunityAsync($"c{i}", "b").AsTask()));
        }
    }
}
