using System.Runtime.InteropServices;

namespace Rewards.LoadTests.Scenarios;

/// <summary>Makes the kernel forget a file's pages, so that the next reads come from the disk.</summary>
public static class PageCache
{
    // POSIX_FADV_DONTNEED; pages that are mapped or not yet written stay.
    private const int DontNeed = 4;

    public static void Forget(string file)
    {
        using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        _ = Advise((int)handle.DangerousGetHandle(), 0, 0, DontNeed);
    }

    [DllImport("libc", EntryPoint = "posix_fadvise")]
    private static extern int Advise(int file, long offset, long length, int advice);
}
