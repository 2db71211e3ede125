using Rewards.Server.Tests.Running;

namespace Rewards.Reliability.Tests.FailingDisk;

/// <summary>A file system that is really full, under a real server process.</summary>
public sealed class FullDiskTests
{
    private const int DiskMegabytes = 6;

    [Fact]
    public async Task FullDisk_UnderLoad_EndsAcknowledgementsAndTheServerGoesOnWithMoreRoom()
    {
        using var setup = new ServerSetup().WithExamples();
        using var disk = SmallDisk.MountAt(setup.Data, DiskMegabytes);
        var customers = new Customers(textLength: 1_000);
        await using (var server = await RewardsServer.StartAsync(setup))
        {
            (await customers.SendUntilRefusedAsync(server.Api)).ExpectProblem("unavailable", 503);
            await customers.AssertRefusesAsync(server.Api, "full");
            Assert.Contains("full", await server.WaitForLogAsync("takes no more writes"), StringComparison.Ordinal);
            Assert.Equal(0, await server.StopAsync());
        }

        disk.GrowTo(DiskMegabytes * 4);
        await using var after = await RewardsServer.StartAsync(setup);
        await customers.AssertRecoveredAsync(after.Api);
    }

    /// <summary>Others may have filled it. A start needs no room; the first commit says what is wrong.</summary>
    [Fact]
    public async Task FullDisk_AtTheStart_AcknowledgesNothingAndLosesNothing()
    {
        using var setup = new ServerSetup().WithExamples();
        using var disk = SmallDisk.MountAt(setup.Data, DiskMegabytes);
        var customers = new Customers(textLength: 1_000);
        await using (var server = await RewardsServer.StartAsync(setup))
        {
            await customers.SendAsync(server.Api, 50);
            await server.KillAsync();
        }

        var ballast = Path.Combine(setup.Data, "ballast");
        Fill(ballast);
        await using (var full = await InProcessServer.StartAsync(setup, TimeProvider.System))
        {
            (await customers.SendUntilRefusedAsync(full.Api)).ExpectProblem("unavailable", 503);
            await customers.AssertRefusesAsync(full.Api, "full");
        }

        File.Delete(ballast);
        await using var after = await RewardsServer.StartAsync(setup);
        await customers.AssertRecoveredAsync(after.Api);
    }

    private static void Fill(string path)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var kilobyte = new byte[1024];
        try
        {
            for (var i = 0; i < DiskMegabytes * 1024; i++)
            {
                file.Write(kilobyte);
            }
        }
        catch (IOException)
        {
            // Full: what was wanted.
        }
    }
}
