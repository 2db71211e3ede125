using System.Globalization;
using Rewards.LoadTests.Servers;

namespace Rewards.LoadTests.Postgres;

/// <summary>
/// A PostgreSQL of its own in a temporary folder, reached by Unix socket only, durable, tuned for this load.
/// </summary>
public sealed class PostgresCluster : IAsyncDisposable
{
    private const string Database = "load";
    private const string User = "postgres";

    // Checkpoints stay out of the rounds (the run makes one between them), and so does autovacuum: both favour
    // PostgreSQL. Turns are advisory locks, one per member of a batch, hence the larger lock table.
    private static readonly string[] Settings =
    [
        "fsync=on", "synchronous_commit=on", "full_page_writes=on", "listen_addresses=", "max_connections=100",
        "shared_buffers=2GB", "max_wal_size=32GB", "min_wal_size=4GB", "checkpoint_timeout=1d", "wal_buffers=64MB",
        "autovacuum=off", "jit=off", "max_locks_per_transaction=256", "deadlock_timeout=10s",
    ];

    private readonly ChildProcess server;
    private readonly string programs;
    private readonly string folder;

    private PostgresCluster(ChildProcess server, string programs, string folder)
    {
        this.server = server;
        this.programs = programs;
        this.folder = folder;
    }

    public int Pid => server.Pid;

    /// <param name="folder">A folder that does not exist yet; as root it is given to the system user postgres.</param>
    public static async Task<PostgresCluster> StartAsync(string folder)
    {
        var programs = Programs();
        Directory.CreateDirectory(folder);
        if (Environment.IsPrivilegedProcess)
            await ChildProcess.RunAsync("chown", [User, folder]);
        var data = Path.Combine(folder, "data");
        var (file, arguments) = AsOwner(
            [Path.Combine(programs, "initdb"), "-D", data, "-U", User, "-A", "trust", "-E", "UTF8", "--no-locale"]);
        await ChildProcess.RunAsync(file, arguments);

        (file, arguments) = AsOwner(
        [
            Path.Combine(programs, "postgres"), "-D", data, "-k", folder,
            .. Settings.SelectMany(setting => (string[])["-c", setting]),
        ]);
        var cluster = new PostgresCluster(ChildProcess.Start(file, arguments), programs, folder);
        try
        {
            await cluster.WaitUntilReadyAsync();
            await cluster.RunAsync("createdb", Database);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs one of PostgreSQL's own programs against this cluster and returns its output.</summary>
    public Task<string> RunAsync(string program, params IEnumerable<string> arguments) =>
        ChildProcess.RunAsync(Path.Combine(programs, program), arguments, new Dictionary<string, string>
        {
            ["PGHOST"] = folder,
            ["PGUSER"] = User,
            ["PGDATABASE"] = program == "createdb" ? "postgres" : Database,
        });

    public Task ExecuteFileAsync(string file) => RunAsync("psql", "-qX", "-v", "ON_ERROR_STOP=1", "-f", file);

    public Task ExecuteAsync(string sql) => RunAsync("psql", "-qX", "-v", "ON_ERROR_STOP=1", "-c", sql);

    public async Task<long> NumberAsync(string sql)
    {
        var text = await RunAsync("psql", "-qXAt", "-v", "ON_ERROR_STOP=1", "-c", sql);
        return long.Parse(text.Trim(), CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// Puts WAL files in stock, as a cluster has them that runs for a while. A new cluster would create each file while
    /// it is under load: write 16 MB of zeros and sync them, with every commit waiting.
    /// </summary>
    public async Task StockWalFilesAsync(int files)
    {
        await ExecuteAsync(
            $"DO $$ BEGIN FOR i IN 1..{files} LOOP " +
            "PERFORM pg_logical_emit_message(false, 'load', ''); PERFORM pg_switch_wal(); END LOOP; END $$");
        await ExecuteAsync("CHECKPOINT");
    }

    public Task StopAsync() => server.InterruptAsync();

    public async ValueTask DisposeAsync()
    {
        if (!server.HasExited)
            await server.InterruptAsync();
        await server.DisposeAsync();
    }

    private async Task WaitUntilReadyAsync()
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await RunAsync("pg_isready", "-q");
                return;
            }
            catch (InvalidOperationException) when (attempt < 100 && !server.HasExited)
            {
                await Task.Delay(100);
            }
            catch (InvalidOperationException)
            {
                throw new InvalidOperationException($"PostgreSQL did not start:\n{server.Output}");
            }
        }
    }

    private static string Programs() =>
        Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending()
                .Select(version => Path.Combine(version, "bin"))
                .First(bin => File.Exists(Path.Combine(bin, "initdb")))
            : throw new InvalidOperationException("PostgreSQL is missing: apt-get install postgresql");

    // PostgreSQL refuses to run as root. setpriv becomes the program, so its pid is the server's.
    private static (string File, string[] Arguments) AsOwner(string[] command) =>
        Environment.IsPrivilegedProcess
            ? ("setpriv", [$"--reuid={User}", $"--regid={User}", "--clear-groups", .. command])
            : (command[0], command[1..]);
}
