using Rewards.Server.Tests.Running;

namespace Rewards.Server.Tests.Commands;

/// <summary>Keys by command, in the journal of a stopped server and through a running one.</summary>
public sealed class KeysTests
{
    private const string Mine = "REWARDS_KEY";

    [Fact]
    public async Task Keys_OfAStoppedServer_AreMadeInItsJournal()
    {
        using var setup = new ServerSetup().WithExamples();
        setup.Environment["REWARDS_ADMIN_KEY"] = null;

        var key = (await RunAsync(setup, "create", "--actor", "ann", "--scope", "admin")).Expect(0).Output.Trim();

        await using (var server = await RewardsServer.StartAsync(setup))
        {
            (await server.Api.With(key).GetAsync("/v1/api-keys")).Expect(200);
            Assert.Equal(0, await server.StopAsync());
        }

        var id = key.Split('_')[1];
        Assert.Contains(id, (await RunAsync(setup, "list")).Expect(0).Output, StringComparison.Ordinal);
        Assert.Contains("is revoked since", (await RunAsync(setup, "revoke", id)).Expect(0).Output,
            StringComparison.Ordinal);
        await using var again = await RewardsServer.StartAsync(setup);
        (await again.Api.With(key).GetAsync("/v1/api-keys")).Expect(401);
    }

    [Fact]
    [Trait("Journal", "SQLite")]
    public async Task Keys_OfARunningServer_AreInForceAndRevokedAtOnce()
    {
        using var setup = new ServerSetup().WithExamples();
        await using var server = await RewardsServer.StartAsync(setup);
        var offline = (await RunAsync(setup, "list")).Expect(74);
        Assert.Contains("--server URL", offline.Errors, StringComparison.Ordinal);

        var key = (await ThroughAsync(server, Keys.Admin, "create", "--actor", "app", "--scope", "app", "--scope",
            "operator", "--community", "ops-articles", "--expires", "2199-01-01T00:00:00Z")).Expect(0).Output.Trim();

        (await server.Api.With(key).GetAsync("/v1/communities/ops-articles")).Expect(200);
        (await server.Api.With(key).GetAsync("/v1/communities/company-lantern")).Expect(403);
        var listed = (await ThroughAsync(server, Keys.Admin, "list")).Expect(0).Output;
        Assert.Contains("app,operator", listed, StringComparison.Ordinal);
        Assert.Contains("2199-01-01T00:00:00Z", listed, StringComparison.Ordinal);
        (await ThroughAsync(server, Keys.Admin, "revoke", key.Split('_')[1])).Expect(0);
        (await server.Api.With(key).GetAsync("/v1/communities/ops-articles")).Expect(401);
        var refused = (await ThroughAsync(server, key, "list")).Expect(69);
        Assert.Contains("answered 401", refused.Errors, StringComparison.Ordinal);
        var unknown = (await ThroughAsync(server, Keys.Admin, "revoke", "nobody")).Expect(69);
        Assert.Contains("There is no API key 'nobody'", unknown.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(64, "'--scope' is required", "create", "--actor", "x")]
    [InlineData(64, "'boss' is not one of app, operator, partner, admin", "create", "--actor", "x", "--scope", "boss")]
    [InlineData(64, "--community: 'A B'", "create", "--actor", "x", "--scope", "app", "--community", "A B")]
    [InlineData(64, "has passed", "create", "--actor", "x", "--scope", "app", "--expires", "2020-01-01T00:00:00Z")]
    [InlineData(64, "is not a time", "create", "--actor", "x", "--scope", "app", "--expires", "soon")]
    [InlineData(64, "There is no API key 'nobody'", "revoke", "nobody")]
    [InlineData(64, "Required command was not provided")]
    [InlineData(64, "'x' is not of the form", "list", "--server", "x")]
    [InlineData(64, "REWARDS_KEY is not set", "list", "--server", "http://127.0.0.1:1")]
    public async Task Keys_AskedForNonsense_SayWhatIsWrong(int exitCode, string said, params string[] arguments)
    {
        using var setup = new ServerSetup();

        var result = (await RunAsync(setup, arguments)).Expect(exitCode);

        Assert.Contains(said, result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_ServerIsNotThere_SaysSo()
    {
        var result = await Cli.RunAsync([(Mine, Keys.Admin)], "keys", "list", "--server", "http://127.0.0.1:1");

        Assert.Contains("http://127.0.0.1:1/ cannot be reached", result.Expect(69).Errors, StringComparison.Ordinal);
    }

    private static Task<CliResult> RunAsync(ServerSetup setup, params string[] arguments) =>
        Cli.RunAsync(["keys", .. arguments, "--config", setup.Config, "--data", setup.Data]);

    private static Task<CliResult> ThroughAsync(RewardsServer server, string key, params string[] arguments) =>
        Cli.RunAsync([(Mine, key)], ["keys", .. arguments, "--server", server.Api.Server.ToString()]);
}
