using Rewards.Journal.Sqlite.Native;

namespace Rewards.Reliability.Tests.Disk;

/// <summary>The disk of these tests forgets what was not synced, and only that.</summary>
public sealed class SimulatedDiskTests : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("rewards-disk-");

    [Fact]
    public void PowerLoss_KeepsWhatWasSynced()
    {
        using var disk = Written(disk => disk.IgnoresSync = false);
        for (var seed = 0; seed < 50; seed++)
        {
            Assert.Equal("5", LeftOf(disk, seed));
        }
    }

    [Fact]
    public void PowerLoss_ForgetsWhatWasNotSynced()
    {
        using var disk = Written(disk => disk.IgnoresSync = true);
        Assert.Contains("none", Enumerable.Range(0, 50).Select(seed => LeftOf(disk, seed)));
    }

    [Fact]
    public void Fault_OfOneKindOfAction_IsAnsweredToSqlite()
    {
        using var disk = new SimulatedDisk(root.FullName);
        using var connection = Open(root.FullName);
        disk.Fault = (kind, action) =>
            (kind, action) == (DiskFileKind.WriteAheadLog, DiskAction.Sync) ? DiskCode.SyncError : DiskCode.Ok;
        var refused = Assert.Throws<SqliteException>(() => connection.Execute("CREATE TABLE t(x)"));
        Assert.Equal(DiskCode.SyncError, refused.Code);
    }

    public void Dispose() => root.Delete(recursive: true);

    private SimulatedDisk Written(Action<SimulatedDisk> adjust)
    {
        var folder = root.CreateSubdirectory("written").FullName;
        var disk = new SimulatedDisk(folder);
        adjust(disk);
        using var connection = Open(folder);
        connection.Execute("CREATE TABLE t(x)");
        connection.Execute("INSERT INTO t VALUES (5)");
        disk.LosePower();
        return disk;
    }

    private string LeftOf(SimulatedDisk disk, int seed)
    {
        var folder = root.CreateSubdirectory($"left-{seed}").FullName;
        disk.Restore(folder, new Random(seed));
        try
        {
            using var connection = Open(folder);
            return connection.Text("SELECT x FROM t") ?? "none";
        }
        catch (Exception e) when (e is SqliteException or Rewards.Journal.JournalCorruptException)
        {
            return "none";
        }
    }

    private static Connection Open(string folder)
    {
        var connection = Connection.Open(Path.Combine(folder, "test.db"), 1000);
        connection.Execute("PRAGMA journal_mode = WAL");
        connection.Execute("PRAGMA synchronous = FULL");
        return connection;
    }
}
