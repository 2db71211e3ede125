using System.Collections.Concurrent;

namespace Rewards.Reliability.Tests.Disk;

/// <summary>
/// The disk below a folder: keeps apart what was synced, fails where a test wants it, and loses its power at a chosen
/// moment, from which on nothing more is written.
/// </summary>
internal sealed class SimulatedDisk : IDisposable
{
    private static readonly ConcurrentDictionary<string, SimulatedDisk> ByFolder = [];
    private readonly Lock turn = new();
    private readonly Dictionary<string, DiskFile> files = [];
    private readonly string folder;
    private long actionsUntilLoss = long.MaxValue;
    private Action atLoss = static () => { };
    private bool dead;

    public SimulatedDisk(string folder)
    {
        DiskVfs.Register();
        this.folder = folder;
        Assert.True(ByFolder.TryAdd(folder, this));
    }

    /// <summary>What an action on a file answers instead of being done; <see cref="DiskCode.Ok"/>: it is done.
    /// </summary>
    public Func<DiskFileKind, DiskAction, int> Fault { get; set; } = static (_, _) => DiskCode.Ok;

    /// <summary>Told of each read, on the thread that reads, before it is done.</summary>
    public Action Reads { get; set; } = static () => { };

    /// <summary>A disk that says that it has synced and has not.</summary>
    public bool IgnoresSync { get; set; }

    public static SimulatedDisk? Of(string path) => ByFolder.GetValueOrDefault(Path.GetDirectoryName(path)!);

    /// <summary>Power is lost at the action of that number from now; the callback sees the moment.</summary>
    public void LosePowerAfter(long actions, Action then)
    {
        lock (turn)
        {
            (actionsUntilLoss, atLoss) = (actions, then);
        }
    }

    /// <summary>Loses power now, if it was not lost before.</summary>
    public void LosePower()
    {
        lock (turn)
        {
            Die();
        }
    }

    /// <summary>Writes what survived into another folder.</summary>
    public void Restore(string into, Random random)
    {
        lock (turn)
        {
            Assert.True(dead);
            var survival = (Survival)random.Next(3);
            foreach (var file in files.Values)
            {
                if ((file.IsNamed || random.Next(2) == 0) && (!file.IsDeleted || random.Next(2) == 0))
                {
                    var left = file.Survivor(survival, random);
                    File.WriteAllBytes(Path.Combine(into, Path.GetFileName(file.Path)), left);
                }
            }
        }
    }

    public DiskFile Open(string path, DiskFileKind kind, bool existed)
    {
        lock (turn)
        {
            if (!files.TryGetValue(path, out var file) || file.IsDeleted)
            {
                var content = existed ? File.ReadAllBytes(path) : [];
                file = new DiskFile(path, kind, content) { IsNamed = existed };
                if (!dead)
                {
                    files[path] = file;
                }
            }

            return file;
        }
    }

    public int Write(DiskFile file, long offset, ReadOnlySpan<byte> bytes)
    {
        lock (turn)
        {
            var code = Begin(file.Kind, DiskAction.Write, DiskCode.WriteError);
            if (code == DiskCode.Ok)
            {
                file.Write(offset, bytes);
            }

            return code;
        }
    }

    public int Truncate(DiskFile file, long length)
    {
        lock (turn)
        {
            var code = Begin(file.Kind, DiskAction.Truncate, DiskCode.TruncateError);
            if (code == DiskCode.Ok)
            {
                file.Truncate(length);
            }

            return code;
        }
    }

    /// <summary>
    /// SQLite syncs the folder with the first sync of a log or journal that it has created. When a sync fails, the
    /// system takes what was written for written and never tries it again: it is lost, whatever later syncs answer.
    /// </summary>
    public int Sync(DiskFile file)
    {
        lock (turn)
        {
            var code = Begin(file.Kind, DiskAction.Sync, DiskCode.SyncError);
            if (code != DiskCode.Ok && !dead)
            {
                file.Forget();
            }

            if (code == DiskCode.Ok && !IgnoresSync)
            {
                file.Sync();
                if (!file.IsNamed && file.Kind != DiskFileKind.Main)
                {
                    SyncFolder();
                }
            }

            return code;
        }
    }

    public int Delete(string path, bool syncFolder)
    {
        lock (turn)
        {
            if (!files.TryGetValue(path, out var file))
            {
                return DiskCode.Ok;
            }

            var code = Begin(file.Kind, DiskAction.Delete, DiskCode.DeleteError);
            if (code == DiskCode.Ok)
            {
                file.IsDeleted = true;
                if (syncFolder && !IgnoresSync)
                {
                    SyncFolder();
                }
            }

            return code;
        }
    }

    public void Dispose() => ByFolder.TryRemove(folder, out _);

    private int Begin(DiskFileKind kind, DiskAction action, int deadCode)
    {
        if (!dead && --actionsUntilLoss < 0)
        {
            Die();
        }

        return dead ? deadCode : Fault(kind, action);
    }

    private void Die()
    {
        if (!dead)
        {
            dead = true;
            atLoss();
        }
    }

    private void SyncFolder()
    {
        foreach (var gone in files.Values.Where(file => file.IsDeleted).ToList())
        {
            files.Remove(gone.Path);
        }

        foreach (var file in files.Values)
        {
            file.IsNamed = true;
        }
    }
}
