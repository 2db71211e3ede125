using Rewards.Server.Tests.Running;

namespace Rewards.Server.Tests.Rules;

/// <summary>
/// Community files are published when the server starts, each content once; the journal is the truth.
/// </summary>
public sealed class CommunityFilesAtStartTests
{
    private const string Address = "/v1/communities/small/rules";

    [Fact]
    public async Task File_UnchangedChangedAndOvertaken_IsPublishedOnceAndNeverOverTheApis()
    {
        using var setup = new ServerSetup().With("small.yaml", Small(give: 1));
        await using (var first = await RewardsServer.StartAsync(setup))
        {
            Assert.Equal("file:small.yaml", (await VersionsAsync(first, 1))["items.0.by"]);
            Assert.Equal(0, await first.StopAsync());
        }

        await using (var unchanged = await RewardsServer.StartAsync(setup))
        {
            await VersionsAsync(unchanged, 1);
            Assert.Equal(0, await unchanged.StopAsync());
        }

        setup.With("small.yaml", Small(give: 2));
        await using (var changed = await RewardsServer.StartAsync(setup))
        {
            await VersionsAsync(changed, 2);
            var activity = """{"id":"a","member":"m","type":"greeted"}""";
            Assert.Equal("2", (await changed.Api.PostActivityAsync("small", activity)).Expect(200)["awards.0.amount"]);
            var programme = (await changed.Api.GetAsync(Address + "/2")).At("programme")!;
            programme["rules"]![0]!["give"]!["points"] = 3;
            (await changed.Api.PostAsync(Address + "?basedOn=2", programme.ToJsonString())).Expect(201);
            Assert.Equal(0, await changed.StopAsync());
        }

        setup.With("small.yaml", Small(give: 4));
        await using var overtaken = await RewardsServer.StartAsync(setup);
        Assert.Equal("admin", (await VersionsAsync(overtaken, 3))["items.0.by"]);
        var warning = await overtaken.WaitForLogAsync("small.yaml is not published");
        Assert.Contains("version 3 of 'small' was published over the API by admin and stays", warning,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_GoneBackToAnEarlierContent_IsNotPublishedAgain()
    {
        using var setup = new ServerSetup();
        foreach (var give in new[] { 1, 2 })
        {
            setup.With("small.yaml", Small(give));
            await using var server = await RewardsServer.StartAsync(setup);
            Assert.Equal(0, await server.StopAsync());
        }

        setup.With("small.yaml", Small(give: 1));
        await using var back = await RewardsServer.StartAsync(setup);
        await VersionsAsync(back, 2);
        await back.WaitForLogAsync("its content was version 1 of 'small' before");
    }

    [Fact]
    public async Task File_Broken_StopsTheStartWithFileLineAndField()
    {
        using var setup = new ServerSetup().WithExamples()
            .With("small.yaml", Small(give: 1).Replace("give: {", "gives: {", StringComparison.Ordinal))
            .With("other.yaml", "community: other\nname: [\n");

        var (exitCode, log) = await RewardsServer.StartAndEndAsync(setup);

        Assert.Equal(78, exitCode);
        Assert.Matches(@"small\.yaml:\d+: rules\[0\]\.gives: ", log);
        Assert.Matches(@"other\.yaml:\d+: ", log);
        Assert.DoesNotContain("   at ", log, StringComparison.Ordinal);
        Assert.False(File.Exists(setup.Database), "A start that fails must not make a journal.");
    }

    [Fact]
    public async Task Settings_Broken_StopTheStartWithFileLineAndField()
    {
        using var setup = new ServerSetup().WithExamples();
        await File.WriteAllTextAsync(setup.Config, "journal: { path: rewards.db }\ngrains: { activeMax: 1 }\n",
            CancellationToken.None);

        var (exitCode, log) = await RewardsServer.StartAndEndAsync(setup);

        Assert.Equal(78, exitCode);
        Assert.Contains("rewards.yaml:2: grains.activeMax: ", log, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Journal", "SQLite")]
    public async Task SecondServer_OnTheSameData_IsRefused()
    {
        using var setup = new ServerSetup().WithExamples();
        await using var first = await RewardsServer.StartAsync(setup);

        var (exitCode, log) = await RewardsServer.StartAndEndAsync(setup);

        Assert.Equal(74, exitCode);
        Assert.Contains("rewards.db", log, StringComparison.Ordinal);
        (await first.Api.PostActivityAsync("ops-articles", Bodies.Quiz("q", "lin"))).Expect(200);
    }

    private static string Small(int give) =>
        $$"""
        community: small
        name: a small one
        timeZone: Asia/Shanghai
        currencies:
          points: { names: { zh: 积分, en: points }, expires: never }
        negativeBalance: floor
        unknownActivity: reject
        activities:
          greeted: { facts: {} }
        rules:
          - id: greeting
            order: 1
            when: greeted
            give: { points: {{give}} }
        """;

    private static async Task<Answer> VersionsAsync(RewardsServer server, int expected)
    {
        var versions = (await server.Api.GetAsync(Address)).Expect(200);
        Assert.Equal(expected, versions.Count("items"));
        return versions;
    }
}
