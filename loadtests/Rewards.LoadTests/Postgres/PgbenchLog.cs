using System.Globalization;

namespace Rewards.LoadTests.Postgres;

/// <summary>
/// The per-transaction log of one pgbench run (<c>-l</c>). It is the exact account: pgbench's own count by script is
/// kept by two threads without a lock and loses some.
/// </summary>
/// <param name="ByScript">Transactions by number of the script.</param>
/// <param name="P50Ms">Median latency.</param>
/// <param name="P99Ms">99th percentile of latency.</param>
public sealed record PgbenchLog(long[] ByScript, double P50Ms, double P99Ms)
{
    // Fields of a line: client, transaction, latency in µs, script, epoch seconds, µs.
    private const int LatencyField = 2;
    private const int ScriptField = 3;

    public static PgbenchLog Read(IEnumerable<string> files, int scripts)
    {
        var byScript = new long[scripts];
        var latenciesUs = new List<int>();
        foreach (var line in files.SelectMany(File.ReadLines))
        {
            var fields = line.Split(' ');
            byScript[int.Parse(fields[ScriptField], CultureInfo.InvariantCulture)]++;
            latenciesUs.Add(int.Parse(fields[LatencyField], CultureInfo.InvariantCulture));
        }

        if (latenciesUs.Count == 0)
            throw new InvalidOperationException("pgbench logged no transaction.");
        latenciesUs.Sort();
        return new PgbenchLog(byScript, AtMs(latenciesUs, 0.5), AtMs(latenciesUs, 0.99));
    }

    private static double AtMs(List<int> sortedUs, double share) =>
        sortedUs[(int)((sortedUs.Count - 1) * share)] / 1000.0;
}
