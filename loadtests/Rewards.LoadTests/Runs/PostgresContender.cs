using Rewards.LoadTests.Postgres;

namespace Rewards.LoadTests.Runs;

/// <summary>PostgreSQL making the same award in one function call, under pgbench.</summary>
public sealed class PostgresContender : IContender
{
    // Two pgbench runs a round, warm-up and measured; ids start with three digits.
    private const int FirstPgbenchRound = 100;

    // 1.5 GB: more than the rounds of a run write.
    private const int WalFiles = 96;

    private readonly RunOptions options;
    private readonly PostgresCluster cluster;
    private readonly string logFolder;
    private readonly long emptySize;
    private long awards;

    private PostgresContender(RunOptions options, PostgresCluster cluster, string logFolder, long emptySize)
    {
        this.options = options;
        this.cluster = cluster;
        this.logFolder = logFolder;
        this.emptySize = emptySize;
    }

    public string Name => "postgres";

    public static async Task<PostgresContender> StartAsync(RunOptions options)
    {
        var cluster = await PostgresCluster.StartAsync(Path.Combine(options.WorkFolder, "postgres"));
        foreach (var file in (string[])["tables.sql", "award.sql", "award_many.sql"])
            await cluster.ExecuteFileAsync(Path.Combine(options.LoadTestsFolder, "postgres", file));
        await cluster.StockWalFilesAsync(options.Quick ? 16 : WalFiles);
        var logs = Directory.CreateDirectory(Path.Combine(options.WorkFolder, "pgbench"));
        return new PostgresContender(options, cluster, logs.FullName, await SizeAsync(cluster));
    }

    public async Task<Round> PlayAsync(int number, TimeSpan warmUp, TimeSpan measured)
    {
        var first = FirstPgbenchRound + (2 * number);
        await RunAsync(first, warmUp);
        return Rounds.From(await RunAsync(first + 1, measured), options.Scenario.LinesPerRequest);
    }

    public async Task<Verdict> FinishAsync()
    {
        await cluster.ExecuteAsync("CHECKPOINT");
        var ledger = await cluster.NumberAsync("SELECT sum(amount) FROM ledger");
        Check[] checks =
        [
            new("postgres: request rows = acknowledged awards", awards,
                await cluster.NumberAsync("SELECT count(*) FROM request")),
            new("postgres: sum of request grants = sum of ledger", ledger,
                await cluster.NumberAsync("SELECT sum(granted) FROM request")),
            new("postgres: sum of balances = sum of ledger", ledger,
                await cluster.NumberAsync("SELECT sum(available) FROM balance")),
            new("postgres: members whose balance is not the sum of their ledger", 0, await cluster.NumberAsync(
                "SELECT count(*) FROM balance b FULL JOIN (SELECT member, sum(amount) AS earned FROM ledger " +
                "GROUP BY member) l USING (member) WHERE b.available IS DISTINCT FROM l.earned")),
            new("postgres: members above the daily cap", 0, await cluster.NumberAsync(
                "SELECT count(*) FROM (SELECT FROM ledger GROUP BY member, " +
                "(at AT TIME ZONE 'Asia/Shanghai')::date HAVING sum(amount) > 1000000) over_cap")),
        ];
        var verdict = new Verdict(checks, (double)(await SizeAsync(cluster) - emptySize) / awards);
        await cluster.StopAsync();
        return verdict;
    }

    public ValueTask DisposeAsync() => cluster.DisposeAsync();

    private static Task<long> SizeAsync(PostgresCluster cluster) =>
        cluster.NumberAsync("SELECT pg_database_size('load')");

    private async Task<PgbenchRound> RunAsync(int pgbenchRound, TimeSpan length)
    {
        var scripts = options.Scenario.PgbenchScripts
            .Select(script => Path.Combine(options.LoadTestsFolder, "postgres", script)).ToArray();
        var round = await Pgbench.RunAsync(cluster, scripts, pgbenchRound, options.Connections, length, logFolder);
        awards += round.Log.ByScript.Zip(options.Scenario.AwardsPerTransaction, (count, each) => count * each).Sum();

        // Between rounds and not in them: what autovacuum would do when it likes.
        await cluster.ExecuteAsync("VACUUM (ANALYZE)");
        return round;
    }
}
