using System.Globalization;

namespace Rewards.LoadTests.Servers;

/// <summary>
/// User and system time of processes, in seconds, from /proc/&lt;pid&gt;/stat (proc(5), fields 14 to 17).
/// </summary>
public static class CpuTime
{
    // USER_HZ; the kernel reports 100 to user space on every architecture .NET runs on.
    private const double TicksPerSecond = 100;

    public static double Seconds(int pid) => Fields(pid) is { } fields ? Sum(fields, 11, 12) : 0;

    /// <summary>A process, its living children and those it has waited for: all of a PostgreSQL cluster.</summary>
    public static double SecondsWithChildren(int pid)
    {
        var sum = Fields(pid) is { } own ? Sum(own, 11, 14) : 0;
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(directory), out var child) || Fields(child) is not { } fields)
                continue;
            if (int.Parse(fields[1], CultureInfo.InvariantCulture) == pid)
                sum += Sum(fields, 11, 14);
        }

        return sum;
    }

    /// <summary>What this process's finished children have used: the way to a command's own time.</summary>
    public static double SecondsOfFinishedChildren() => Sum(Fields(Environment.ProcessId)!, 13, 14);

    private static double Sum(string[] fields, int first, int last) =>
        fields[first..(last + 1)].Sum(field => long.Parse(field, CultureInfo.InvariantCulture)) / TicksPerSecond;

    // The fields after the command's name, which may hold spaces; [0] is field 3, so field n is [n - 3].
    private static string[]? Fields(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null; // The process has ended.
        }
    }
}
