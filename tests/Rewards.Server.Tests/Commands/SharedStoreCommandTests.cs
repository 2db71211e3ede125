using Rewards.AzureTables;
using Rewards.Journal.AzureTables;
using Rewards.Journal.Migration;
using Rewards.Journal.Sqlite;
using Rewards.Server.Composition;
using Rewards.Server.Configuration;
using Rewards.Server.Tests.Running;
using Rewards.Tests.Shared.Azure;

namespace Rewards.Server.Tests.Commands;

/// <summary>
/// Commands on the shared store, each a process of its own, with <c>journal: azure-tables</c> in the settings and the
/// connection string in the environment.
/// </summary>
[Trait("Journal", "AzureTables")]
public sealed class SharedStoreCommandTests : IAsyncLifetime
{
    private const string Community = "ops-articles";
    private readonly ServerSetup file = File();
    private readonly ServerSetup back = File();
    private OwnAzurite azurite = null!;
    private ServerSetup shared = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        azurite = await OwnAzurite.StartAsync();
        shared = ServerSetup.OnSharedStore(azurite.ConnectionString).WithExamples();
    }

    public async ValueTask DisposeAsync()
    {
        file.Dispose();
        back.Dispose();
        shared?.Dispose();
        if (azurite is not null)
        {
            await azurite.DisposeAsync();
        }
    }

    [Fact]
    public async Task Migrate_OfAFileToTheSharedStoreAndBack_IsTheSameServer()
    {
        var before = await LiveAsync(
            file, Bodies.Quiz("1", "lin"), Bodies.Share("2", "lin"), Bodies.Comment("3", "mei"));

        var there = (await MigrateAsync(file, shared)).Expect(ExitCodes.Ok);

        Assert.Contains("Copied and compared: ", there.Output, StringComparison.Ordinal);
        Assert.Contains("Sound", (await VerifyAsync(shared)).Expect(ExitCodes.Ok).Output, StringComparison.Ordinal);
        Assert.Equal(before, await LiveAsync(shared));
        var later = await LiveAsync(shared, Bodies.Quiz("4", "mei"));

        (await MigrateAsync(shared, back)).Expect(ExitCodes.Ok);

        Assert.Contains("Sound", (await VerifyAsync(back)).Expect(ExitCodes.Ok).Output, StringComparison.Ordinal);
        await using var server = await RewardsServer.StartAsync(back);
        Assert.Equal(later, await SeenAsync(server.Api));
        foreach (var old in new[] { Bodies.Quiz("1", "lin"), Bodies.Quiz("4", "mei") })
        {
            var again = await server.Api.PostActivityAsync(Community, old);
            Assert.Equal("true", again.Expect(200)["replayed"]);
        }
    }

    [Fact]
    public async Task Migrate_ThatWasInterrupted_KeepsServersOutAndGoesOn()
    {
        await LiveAsync(file, Bodies.Quiz("1", "lin"));
        await InterruptAsync();

        var refused = await RewardsServer.StartAndEndAsync(shared);

        Assert.Equal(ExitCodes.JournalUnavailable, refused.ExitCode);
        Assert.Contains("did not come to its end", refused.Log, StringComparison.Ordinal);
        (await MigrateAsync(shared, back)).Expect(ExitCodes.TargetExists);
        var went = (await MigrateAsync(file, shared)).Expect(ExitCodes.Ok);
        Assert.Contains("of them by an earlier run", went.Output, StringComparison.Ordinal);
        await using var server = await RewardsServer.StartAsync(shared);
        var again = await server.Api.PostActivityAsync(Community, Bodies.Quiz("1", "lin"));
        Assert.Equal("true", again.Expect(200)["replayed"]);
    }

    [Fact]
    public async Task Migrate_OntoAJournal_IsRefusedAndItStaysAsItWas()
    {
        await LiveAsync(file, Bodies.Quiz("1", "lin"));
        var held = await LiveAsync(shared, Bodies.Quiz("9", "lin"), Bodies.Comment("8", "mei"));

        var refused = (await MigrateAsync(file, shared)).Expect(ExitCodes.TargetExists);

        Assert.Contains("The target holds a journal already", refused.Errors, StringComparison.Ordinal);
        (await MigrateAsync(shared, shared)).Expect(ExitCodes.Usage);
        Assert.Equal(held, await LiveAsync(shared));
    }

    [Fact]
    public async Task Commands_WhereNoJournalIs_SaySoAndMakeNone()
    {
        var migrate = (await MigrateAsync(shared, back)).Expect(ExitCodes.JournalUnavailable);
        var verify = (await VerifyAsync(shared)).Expect(ExitCodes.JournalUnavailable);

        Assert.Contains("There is no journal in the tables 'rewards'", migrate.Errors, StringComparison.Ordinal);
        Assert.Contains("There is no journal in the tables 'rewards'", verify.Errors, StringComparison.Ordinal);
        var missing = await Assert.ThrowsAsync<TableRequestException>(
            () => Streams().FindAsync("p", "r", Cancellation).AsTask());
        Assert.Equal("TableNotFound", missing.ErrorCode);
    }

    [Fact]
    public async Task Verify_BitsAreFlippedInTheStore_NamesEverythingThatIsWrong()
    {
        await LiveAsync(shared, Bodies.Quiz("1", "lin"), Bodies.Quiz("2", "ann"), Bodies.Comment("3", "mei"));
        await FlipAsync("lin");
        await FlipAsync("mei");

        var damaged = (await VerifyAsync(shared)).Expect(ExitCodes.JournalDamaged);

        Assert.Contains($"Member/{Community}/lin", damaged.Output, StringComparison.Ordinal);
        Assert.Contains($"Member/{Community}/mei", damaged.Output, StringComparison.Ordinal);
        Assert.DoesNotContain($"Member/{Community}/ann", damaged.Output, StringComparison.Ordinal);
        Assert.Contains("Not sound", damaged.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commands_AfterAServerWasKilled_WaitForWhatItLeft()
    {
        await using (var server = await RewardsServer.StartAsync(shared))
        {
            (await server.Api.PostActivityAsync(Community, Bodies.Quiz("1", "lin"))).Expect(200);
            await server.KillAsync();
        }

        (await MigrateAsync(shared, back)).Expect(ExitCodes.Ok);

        Assert.Contains("Sound", (await VerifyAsync(shared)).Expect(ExitCodes.Ok).Output, StringComparison.Ordinal);
        await using var copy = await RewardsServer.StartAsync(back);
        var again = await copy.Api.PostActivityAsync(Community, Bodies.Quiz("1", "lin"));
        Assert.Equal("true", again.Expect(200)["replayed"]);
    }

    [Fact]
    public async Task Commands_WhileAServerIsAtWork_AreRefused()
    {
        await using var server = await RewardsServer.StartAsync(shared);
        (await server.Api.PostActivityAsync(Community, Bodies.Quiz("1", "lin"))).Expect(200);

        var verify = (await VerifyAsync(shared)).Expect(ExitCodes.JournalUnavailable);
        var migrate = (await MigrateAsync(shared, back)).Expect(ExitCodes.JournalUnavailable);

        Assert.Contains("Stop every server on it", verify.Errors, StringComparison.Ordinal);
        Assert.Contains("Stop every server on it", migrate.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "needs journal.connection or journal.endpoint")]
    [InlineData("AccountName=a;AccountKey=%", "AccountKey is not base64")]
    public async Task Commands_WithoutAUsableConnection_NameWhereItIsLookedFor(string connection, string told)
    {
        (string, string)[] environment = [(JournalConfiguration.ConnectionVariable, connection)];

        var verify = (await Cli.RunAsync(environment, "verify", "--config", shared.Config, "--data", shared.Data))
            .Expect(ExitCodes.Configuration);

        Assert.Contains(told, verify.Errors, StringComparison.Ordinal);
        Assert.Contains(JournalConfiguration.ConnectionVariable, verify.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Backup_OfTheSharedStore_IsRefusedAndPointsToMigrate()
    {
        var refused = (await RunAsync("backup", shared, "--to", back.Database)).Expect(ExitCodes.Usage);
        Assert.Contains("migrate --to-config FILE", refused.Errors, StringComparison.Ordinal);
    }

    private static ServerSetup File() => new ServerSetup(journal: "{ path: rewards.db }").WithExamples();

    private async Task FlipAsync(string member)
    {
        var table = Streams();
        var commits = await table.QueryAsync(
            new TableRange($"3!{Community}!{member}", "c", "d", 1), null, Cancellation);
        var commit = Assert.Single(commits.Entities);
        byte[] bytes = [.. commit.Bytes("D0").Span];
        bytes[bytes.Length / 2] ^= 0x10;
        commit.With("D0", (ReadOnlyMemory<byte>)bytes);
        await table.WriteAsync(TableOperation.Replace(commit, commit.ETag), Cancellation);
    }

    private TableClient Streams() => new(TableConnection.Parse(azurite.ConnectionString), "rewards");

    /// <summary>Copies until something has been copied, and breaks off.</summary>
    private async Task InterruptAsync()
    {
        await using var source = SqliteJournal.Open(new SqliteJournalOptions { Path = file.Database });
        await using var target = await AzureTablesJournal.OpenAsync(
            new AzureTablesJournalOptions { Connection = TableConnection.Parse(azurite.ConnectionString) },
            Cancellation);
        var migration = new JournalMigration(source, target, [], TimeProvider.System, new BreakingOff());
        await Assert.ThrowsAsync<IOException>(() => migration.RunAsync(Cancellation));
    }

    /// <summary>A server that is told of activities and stopped; what it answers before it is.</summary>
    private static async Task<string[]> LiveAsync(ServerSetup setup, params string[] bodies)
    {
        await using var server = await RewardsServer.StartAsync(setup);
        foreach (var body in bodies)
        {
            (await server.Api.PostActivityAsync(Community, body)).Expect(200);
        }

        var seen = await SeenAsync(server.Api);
        Assert.Equal(ExitCodes.Ok, await server.StopAsync());
        return seen;
    }

    private static async Task<string[]> SeenAsync(Api api)
    {
        var seen = new List<string>();
        foreach (var path in new[] { "members/lin", "members/lin/ledger", "members/mei", "rules" })
        {
            seen.Add((await api.GetAsync($"/v1/communities/{Community}/{path}")).Text);
        }

        var totals = (await api.GetAsync($"/v1/communities/{Community}/totals")).Expect(200);
        seen.Add(totals.At("totals")!.ToJsonString());
        return [.. seen];
    }

    private Task<CliResult> VerifyAsync(ServerSetup setup) => RunAsync("verify", setup);

    private Task<CliResult> MigrateAsync(ServerSetup from, ServerSetup to) =>
        RunAsync("migrate", from, "--to-config", to.Config, "--to-data", to.Data);

    private Task<CliResult> RunAsync(string command, ServerSetup setup, params string[] more) => Cli.RunAsync(
        [(JournalConfiguration.ConnectionVariable, azurite.ConnectionString)],
        [command, "--config", setup.Config, "--data", setup.Data, .. more]);

    private sealed class BreakingOff : IProgress<MigrationProgress>
    {
        public void Report(MigrationProgress value)
        {
            if (value.Stage == MigrationStage.Copy && value.Records > 0)
            {
                throw new IOException("broken off");
            }
        }
    }
}
