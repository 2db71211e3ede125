using Rewards.Server.Composition;
using Rewards.Server.Composition.Commands;
using Rewards.Server.Tests.Running;

namespace Rewards.Server.Tests.Commands;

/// <summary>A server whose journal was migrated answers as before, and old ids still mean once.</summary>
[Trait("Journal", "SQLite")]
public sealed class MigrateCommandTests
{
    private const string Community = "ops-articles";

    [Fact]
    public async Task Migrate_ToAnotherFile_IsTheSameServer()
    {
        using var from = new ServerSetup().WithExamples();
        using var to = new ServerSetup().WithExamples();
        string[] before;
        await using (var server = await RewardsServer.StartAsync(from))
        {
            string[] bodies = [Bodies.Quiz("1", "lin"), Bodies.Share("2", "lin"), Bodies.Comment("3", "mei")];
            foreach (var body in bodies)
            {
                (await server.Api.PostActivityAsync(Community, body)).Expect(200);
            }

            before = await SeenAsync(server.Api);
            Assert.Equal(ExitCodes.Ok, await server.StopAsync());
        }

        Assert.Equal(ExitCodes.Ok, await MigrateAsync(from, to));

        await using var next = await RewardsServer.StartAsync(to);
        Assert.Equal(before, await SeenAsync(next.Api));
        var again = await next.Api.PostActivityAsync(Community, Bodies.Quiz("1", "lin"));
        Assert.Equal("true", again.Expect(200)["replayed"]);
    }

    [Fact]
    public async Task Migrate_OfNoJournal_SaysSoAndMakesNone()
    {
        using var from = new ServerSetup();
        using var to = new ServerSetup();

        Assert.Equal(ExitCodes.JournalUnavailable, await MigrateAsync(from, to));

        Assert.Empty(Directory.Exists(from.Data) ? Directory.GetFiles(from.Data) : []);
    }

    [Fact]
    public async Task Migrate_OntoItself_IsRefused()
    {
        using var setup = new ServerSetup();
        Assert.Equal(ExitCodes.Usage, await MigrateAsync(setup, setup));
    }

    private static Task<int> MigrateAsync(ServerSetup from, ServerSetup to) => CommandLine.RunAsync(
        ["migrate", "--config", from.Config, "--data", from.Data, "--to-config", to.Config, "--to-data", to.Data]);

    private static async Task<string[]> SeenAsync(Api api)
    {
        var seen = new List<string>();
        foreach (var path in new[] { "members/lin", "members/lin/ledger", "members/mei", "rules" })
        {
            seen.Add((await api.GetAsync($"/v1/communities/{Community}/{path}")).Expect(200).Text);
        }

        return [.. seen];
    }
}
