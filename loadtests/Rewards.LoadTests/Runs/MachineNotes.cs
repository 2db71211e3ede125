using System.Runtime.InteropServices;

namespace Rewards.LoadTests.Runs;

/// <summary>What the figures depend on besides the programs.</summary>
public sealed record MachineNotes(
    string Processor, int Cores, double MemoryGb, string Kernel, string Runtime, string FileSystem,
    double SyncP50Us, double SyncP99Us, string LoadBefore)
{
    private const int Syncs = 500;

    /// <exception cref="InvalidOperationException">The work folder is in memory: nothing would be durable.</exception>
    public static MachineNotes Take(string workFolder)
    {
        var fileSystem = FileSystemOf(workFolder);
        if (fileSystem is "tmpfs" or "ramfs")
            throw new InvalidOperationException($"{workFolder} is on {fileSystem}; give --work a folder on a disk.");
        var syncs = SyncProbe.TimesUs(Path.Combine(workFolder, "sync"), Syncs);
        return new MachineNotes(
            ProcessorName(), Environment.ProcessorCount,
            Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9, 1),
            RuntimeInformation.OSDescription, RuntimeInformation.FrameworkDescription, fileSystem,
            syncs[Syncs / 2], syncs[Syncs * 99 / 100], File.ReadAllText("/proc/loadavg").Trim());
    }

    private static string FileSystemOf(string folder) =>
        DriveInfo.GetDrives()
            .Where(drive => folder.StartsWith(drive.Name, StringComparison.Ordinal))
            .MaxBy(drive => drive.Name.Length)?.DriveFormat ?? "unknown";

    private static string ProcessorName() =>
        File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
            is { } line ? line[(line.IndexOf(':') + 2)..] : "unknown";
}
