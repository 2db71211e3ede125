using System.Collections.Concurrent;
using Rewards.Reliability.Tests.Disk;
using Rewards.Server.Tests.Running;

namespace Rewards.Reliability.Tests.FailingDisk;

/// <summary>
/// The disk fails at each kind of write, once or for good, and then loses its power: nothing is acknowledged after the
/// error, readiness and the log say why, and the next start has everything that was acknowledged.
/// </summary>
public sealed class IoErrorTests
{
    public static TheoryData<string, string, int, bool> Faults
    {
        get
        {
            var faults = new TheoryData<string, string, int, bool>();
            foreach (var once in new[] { true, false })
            {
                foreach (var file in new[] { nameof(DiskFileKind.WriteAheadLog), nameof(DiskFileKind.Main) })
                {
                    faults.Add(file, nameof(DiskAction.Write), DiskCode.WriteError, once);
                    faults.Add(file, nameof(DiskAction.Write), DiskCode.Full, once);
                    faults.Add(file, nameof(DiskAction.Sync), DiskCode.SyncError, once);
                }
            }

            return faults;
        }
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task IoError_AtAWrite_EndsAcknowledgementsAndLosesNothing(
        string file, string action, int code, bool once)
    {
        using var setup = new ServerSetup().WithExamples();
        Directory.CreateDirectory(setup.Data);
        var customers = new Customers(textLength: 50);
        var log = new ConcurrentQueue<string>();
        using (var disk = new SimulatedDisk(setup.Data))
        {
            await using (var server = await InProcessServer.StartAsync(setup, TimeProvider.System, log.Enqueue))
            {
                await customers.SendAsync(server.Api, 30);
                var failures = 0;
                disk.Fault = (kind, what) => $"{kind}" == file && $"{what}" == action
                    && (!once || Interlocked.Increment(ref failures) == 1) ? code : DiskCode.Ok;

                (await customers.SendUntilRefusedAsync(server.Api)).ExpectProblem("unavailable", 503);

                var reason = $"SQLite error {code}";
                await customers.AssertRefusesAsync(server.Api, reason);
                Assert.Contains(log, line => line.Contains(reason, StringComparison.Ordinal));
                disk.LosePower();
            }

            Directory.Delete(setup.Data, recursive: true);
            Directory.CreateDirectory(setup.Data);
            disk.Restore(setup.Data, new Random(customers.AcknowledgedCount));
        }

        await using var after = await InProcessServer.StartAsync(setup, TimeProvider.System);
        await customers.AssertRecoveredAsync(after.Api);
    }

    /// <summary>A log that cannot be cut when the server stops is no loss: the next start reads it.</summary>
    [Fact]
    public async Task IoError_WhenTheServerStops_LosesNothing()
    {
        using var setup = new ServerSetup().WithExamples();
        Directory.CreateDirectory(setup.Data);
        var customers = new Customers(textLength: 50);
        using (var disk = new SimulatedDisk(setup.Data))
        {
            var server = await InProcessServer.StartAsync(setup, TimeProvider.System);
            await customers.SendAsync(server.Api, 30);
            disk.Fault = (_, what) => what == DiskAction.Truncate ? DiskCode.TruncateError : DiskCode.Ok;
            await server.DisposeAsync();
        }

        await using var after = await InProcessServer.StartAsync(setup, TimeProvider.System);
        await customers.AssertRecoveredAsync(after.Api);
    }
}
