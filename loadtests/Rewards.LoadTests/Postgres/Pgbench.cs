using System.Globalization;
using System.Text.RegularExpressions;
using Rewards.LoadTests.Servers;

namespace Rewards.LoadTests.Postgres;

/// <summary>
/// One pgbench run: prepared statements, as many sessions as the generator has connections, two threads.
/// </summary>
public static partial class Pgbench
{
    private const int Threads = 2;

    /// <param name="cluster">The cluster under load.</param>
    /// <param name="scripts">Files with their weights, as in <c>file@99</c>.</param>
    /// <param name="round">Goes into the ids; never used twice on one cluster.</param>
    /// <param name="sessions">Connections, each with one transaction under way.</param>
    /// <param name="length">How long new transactions are begun.</param>
    /// <param name="logFolder">An empty place for the transaction log.</param>
    public static async Task<PgbenchRound> RunAsync(
        PostgresCluster cluster, string[] scripts, int round, int sessions, TimeSpan length, string logFolder)
    {
        var prefix = Path.Combine(logFolder, string.Create(CultureInfo.InvariantCulture, $"pgbench{round}"));
        var ownBefore = CpuTime.SecondsOfFinishedChildren();
        var serverBefore = CpuTime.SecondsWithChildren(cluster.Pid);
        var output = await cluster.RunAsync("pgbench",
        [
            "-n", "-M", "prepared", "-c", Text(sessions), "-j", Text(Threads), "-T", Text((int)length.TotalSeconds),
            "-D", $"round={round}", "-D", "n=0", "-l", $"--log-prefix={prefix}",
            .. scripts.SelectMany(script => (string[])["-f", script]),
        ]);
        var serverCpu = CpuTime.SecondsWithChildren(cluster.Pid) - serverBefore;
        var ownCpu = CpuTime.SecondsOfFinishedChildren() - ownBefore;

        var log = PgbenchLog.Read(Directory.GetFiles(logFolder, $"{Path.GetFileName(prefix)}.*"), scripts.Length);
        var processed = long.Parse(Processed().Match(output).Groups[1].Value, CultureInfo.InvariantCulture);
        if (processed != log.ByScript.Sum() || !output.Contains("failed transactions: 0 ", StringComparison.Ordinal))
            throw new InvalidOperationException($"pgbench and its log of {log.ByScript.Sum()} differ:\n{output}");
        var perSecond = double.Parse(Rate().Match(output).Groups[1].Value, CultureInfo.InvariantCulture);
        return new PgbenchRound(perSecond, log, serverCpu, ownCpu);
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"actually processed: (\d+)")]
    private static partial Regex Processed();

    [GeneratedRegex(@"tps = ([\d.]+)")]
    private static partial Regex Rate();
}

/// <param name="TransactionsPerSecond">Without the time it took to connect.</param>
/// <param name="Log">Exact counts and latencies.</param>
/// <param name="ServerCpuSeconds">All processes of the cluster, start of the sessions included.</param>
/// <param name="PgbenchCpuSeconds">pgbench itself.</param>
public sealed record PgbenchRound(
    double TransactionsPerSecond, PgbenchLog Log, double ServerCpuSeconds, double PgbenchCpuSeconds);
