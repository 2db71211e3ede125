using System.Diagnostics;

namespace Rewards.LoadTests.Runs;

/// <summary>What the disk asks for an append of one page and a sync, as a commit makes it.</summary>
public static class SyncProbe
{
    private const int PageBytes = 4096;

    /// <returns>Microseconds, the shortest first.</returns>
    public static double[] TimesUs(string file, int syncs)
    {
        var times = new double[syncs];
        using var stream = new FileStream(
            file, FileMode.Create, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        var page = new byte[PageBytes];
        for (var i = 0; i < syncs; i++)
        {
            var start = Stopwatch.GetTimestamp();
            stream.Write(page);
            stream.Flush(flushToDisk: true);
            times[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }

        Array.Sort(times);
        return times;
    }
}
