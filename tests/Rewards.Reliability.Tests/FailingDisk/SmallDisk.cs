using System.Diagnostics;

namespace Rewards.Reliability.Tests.FailingDisk;

/// <summary>A file system of its own, of a few megabytes, in memory; only an administrator may mount one.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string folder;

    private SmallDisk(string folder) => this.folder = folder;

    /// <summary>Skips where that is not permitted; with CI=true it fails instead.</summary>
    public static SmallDisk MountAt(string folder, int megabytes)
    {
        Directory.CreateDirectory(folder);
        var refusal = Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "rewards-small-disk", folder);
        if (refusal is not null)
        {
            var reason = $"A file system cannot be mounted here ({refusal}): run as root on Linux.";
            Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") == "true", reason);
            Assert.Fail(reason);
        }

        return new SmallDisk(folder);
    }

    public void GrowTo(int megabytes) =>
        Assert.Null(Run("mount", "-o", $"remount,size={megabytes}m", folder));

    public void Dispose() => Run("umount", "-l", folder);

    /// <summary>Null when it worked.</summary>
    private static string? Run(string program, params string[] arguments)
    {
        try
        {
            var info = new ProcessStartInfo(program, arguments) { RedirectStandardError = true };
            using var process = Process.Start(info)!;
            var errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : errors.Trim();
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return e.Message;
        }
    }
}
