using Rewards.Server.Tests.Crash;
using Rewards.Server.Tests.Running;

namespace Rewards.Server.Tests.Commands;

/// <summary>Backups are made while the server works, and come back whole.</summary>
[Trait("Journal", "SQLite")]
public sealed class BackupTests
{
    private const string Site = "ops-articles";

    [Fact]
    public async Task Backup_UnderLoad_RestoresEverythingAcknowledgedBeforeItBegan()
    {
        using var setup = new ServerSetup().WithExamples();
        using var other = new ServerSetup().WithExamples();
        var load = new Load(Site, members: 40, Environment.TickCount);
        var backup = Path.Combine(Path.GetDirectoryName(setup.Config)!, "backup.db");
        (Sent Sent, string Awards)[] before = [];
        CliResult? made = null;
        await using (var server = await RewardsServer.StartAsync(setup))
        {
            await load.RunAsync(server.Api, 2_000, async () =>
            {
                before = [.. load.Acknowledged.Values];
                made = await Cli.RunAsync("backup", "--config", setup.Config, "--data", setup.Data, "--to", backup);
                await server.KillAsync();
            });
        }

        Assert.Contains("Sound", made!.Expect(0).Output, StringComparison.Ordinal);
        Assert.True(load.Acknowledged.Count > before.Length, "The server did not work while the backup was made.");

        var restored = await Cli.RunAsync(
            "restore", "--config", other.Config, "--data", other.Data, "--from", backup);

        Assert.Contains("Sound", restored.Expect(0).Output, StringComparison.Ordinal);
        await using var again = await RewardsServer.StartAsync(other);
        await Books.AssertThereAsync(again.Api, Site, before);
        await Books.ResendAsync(again.Api, Site, load);
        (await again.Api.GetAsync("/health/ready")).Expect(200);
    }

    [Fact]
    public async Task Backup_NextToAnother_LeavesOneFileAndOverwritesNothing()
    {
        using var setup = new ServerSetup().WithExamples();
        await using (await RewardsServer.StartAsync(setup))
        {
        }

        var folder = Directory.CreateDirectory(Path.Combine(setup.Data, "backups")).FullName;
        var backup = Path.Combine(folder, "1.db");
        string[] command = ["backup", "--config", setup.Config, "--data", setup.Data, "--to", backup];
        (await Cli.RunAsync(command)).Expect(0);
        Assert.Equal([backup], Directory.GetFiles(folder));
        var content = await File.ReadAllBytesAsync(backup, TestContext.Current.CancellationToken);

        var refused = (await Cli.RunAsync(command)).Expect(73);

        Assert.Contains($"{backup} exists", refused.Errors, StringComparison.Ordinal);
        Assert.Equal(content, await File.ReadAllBytesAsync(backup, TestContext.Current.CancellationToken));
        var restore = await Cli.RunAsync("restore", "--config", setup.Config, "--data", setup.Data, "--from", backup);
        Assert.Contains("rewards.db exists", restore.Expect(73).Errors, StringComparison.Ordinal);
        Assert.Equal([backup], Directory.GetFiles(folder));
    }

    [Theory]
    [InlineData(74, "There is no journal at", "backup", "--to", "x.db")]
    [InlineData(74, "There is no journal at", "restore", "--from", "nothing.db")]
    [InlineData(74, "file is not a database", "restore", "--from", "rewards.yaml")]
    [InlineData(74, "There is no journal at", "verify")]
    [InlineData(74, "file is not a database", "verify", "--file", "rewards.yaml")]
    [InlineData(64, "--memory must be a whole number", "verify", "--memory", "much")]
    [InlineData(64, "'--to' is required", "backup")]
    public async Task Command_OnWhatIsNotThere_SaysSo(int exitCode, string said, params string[] arguments)
    {
        using var setup = new ServerSetup();
        var folder = Path.GetDirectoryName(setup.Config)!;
        var data = Path.Combine(folder, "data");
        var command = arguments.Select(argument =>
            argument.EndsWith(".db", StringComparison.Ordinal) || argument.EndsWith(".yaml", StringComparison.Ordinal)
                ? Path.Combine(folder, argument)
                : argument);

        var result = await Cli.RunAsync([.. command, "--config", setup.Config, "--data", data]);

        Assert.Contains(said, result.Expect(exitCode).Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.Exists(data) ? Directory.GetFiles(data) : []);
    }
}
