using System.Text;
using Rewards.Server.Tests.Running;

namespace Rewards.Server.Tests.Commands;

/// <summary>The command that verifies a data folder.</summary>
[Trait("Journal", "SQLite")]
public sealed class VerifyTests
{
    private const string Site = "ops-articles";

    [Fact]
    public async Task Verify_AServerHoldsTheJournal_IsRefusedAndPointsToBackup()
    {
        using var setup = new ServerSetup().WithExamples();
        await using var server = await RewardsServer.StartAsync(setup);

        var refused = (await VerifyAsync(setup)).Expect(74);

        Assert.Contains("in use by another process", refused.Errors, StringComparison.Ordinal);
        Assert.Contains("backup --to FILE", refused.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_AfterAKill_IsSoundAndChangesNothing()
    {
        using var setup = await LivedAsync();
        var before = Snapshot(setup);

        var sound = (await VerifyAsync(setup, "--storage")).Expect(0);

        Assert.Contains("Sound", sound.Output, StringComparison.Ordinal);
        Assert.Contains("of 30 members", sound.Output, StringComparison.Ordinal);
        Assert.Equal(before, Snapshot(setup));
    }

    [Theory]
    [InlineData("q0-7", "its checksum does not hold", "WRONG  Member/ops-articles/member-7 version 1")]
    [InlineData("member-7\u0006expiry", "due work 'expiry' at",
        "WRONG  Member/ops-articles/member-7 version 4: it waits")]
    public async Task Verify_ABitIsFlipped_NamesWhatIsWrongAndWhere(string where, params string[] named)
    {
        using var setup = await LivedAsync();
        await using (var server = await RewardsServer.StartAsync(setup))
        {
            Assert.Equal(0, await server.StopAsync());
        }

        var bytes = await File.ReadAllBytesAsync(setup.Database, TestContext.Current.CancellationToken);
        var at = bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(where));
        Assert.True(at > 0, $"'{where}' is not in the file.");
        bytes[at + 2] ^= 0x10;
        await File.WriteAllBytesAsync(setup.Database, bytes, TestContext.Current.CancellationToken);

        var damaged = (await VerifyAsync(setup)).Expect(65);

        Assert.All(named, words => Assert.Contains(words, damaged.Output, StringComparison.Ordinal));
        Assert.Contains("Not sound", damaged.Output, StringComparison.Ordinal);
    }

    private static Task<CliResult> VerifyAsync(ServerSetup setup, params string[] more) =>
        Cli.RunAsync(["verify", "--config", setup.Config, "--data", setup.Data, .. more]);

    /// <summary>A killed server: most of what it wrote is in the write-ahead log.</summary>
    private static async Task<ServerSetup> LivedAsync()
    {
        var setup = new ServerSetup().WithExamples();
        await using var server = await RewardsServer.StartAsync(setup);
        for (var round = 0; round < 4; round++)
        {
            var lines = new StringBuilder();
            for (var member = 0; member < 30; member++)
            {
                lines.Append(Bodies.Quiz($"q{round}-{member}", $"member-{member}", $"a{round}", correct: true));
                lines.Append('\n');
            }

            await server.Api.PostBatchAsync(Site, lines.ToString());
        }

        await server.KillAsync();
        return setup;
    }

    private static Dictionary<string, string> Snapshot(ServerSetup setup) => Directory.GetFiles(setup.Data)
        .Where(file => !file.EndsWith("-shm", StringComparison.Ordinal))
        .ToDictionary(file => file, file => Convert.ToHexString(File.ReadAllBytes(file)));
}
