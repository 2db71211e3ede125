using System.Globalization;
using System.Text.Json;
using Rewards.LoadTests.Audit;
using Rewards.LoadTests.Runs;
using Rewards.LoadTests.Servers;

namespace Rewards.LoadTests.Scenarios;

/// <summary>What a scenario is played on: options, servers, figures, checks.</summary>
public sealed class Stage(ScenarioOptions options, MachineNotes machine) : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly List<IAsyncDisposable> servers = [];
    private readonly List<Check> checks = [];
    private int roundsPlayed;

    public ScenarioOptions Options => options;

    public Figures Figures { get; } = new();

    /// <summary>A number for a round that no other round of this run has: it goes into the ids.</summary>
    public int NextRound() => ++roundsPlayed;

    public string PathOf(string name) => Path.Combine(options.WorkFolder, name);

    /// <summary>Starts a server that is stopped with the run, whatever happens.</summary>
    public async Task<RewardsServer> StartServerAsync(string dataName, string config)
    {
        var server = await RewardsServer.StartAsync(options.ServerAssembly, config, PathOf(dataName));
        servers.Add(server);
        return server;
    }

    public T Keep<T>(T server)
        where T : IAsyncDisposable
    {
        servers.Add(server);
        return server;
    }

    /// <summary>Asks the running server, stops it, and reads its journal: all must be as acknowledged.</summary>
    public async Task CheckAsync(RewardsServer server, params Account[] accounts)
    {
        foreach (var account in accounts)
            Add(await new RewardsChecks(server.Client, account).RunAsync());
        await server.StopAsync();
        foreach (var account in accounts)
            Add(await new JournalAudit(account).RunAsync(server.JournalFile));
    }

    public void Add(params IEnumerable<Check> found)
    {
        foreach (var check in found)
        {
            checks.Add(check);
            Console.WriteLine(check);
        }
    }

    /// <returns>0, or 1 when a check failed.</returns>
    public int Finish()
    {
        var failed = checks.Count(check => !check.Holds);
        if (failed > 0)
        {
            Console.Error.WriteLine($"{failed} checks FAILED: the figures above do not count.");
            return 1;
        }

        if (!options.Quick)
            Store();
        Console.WriteLine(Figures.ResultLine);
        return 0;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in servers)
            await server.DisposeAsync();
        if (!options.Keep)
            Directory.Delete(options.WorkFolder, recursive: true);
    }

    /// <summary>The history of the file is the history of the figures.</summary>
    private void Store()
    {
        var folder = Directory.CreateDirectory(Path.Combine(options.LoadTestsFolder, "results"));
        var file = Path.Combine(folder.FullName, $"{options.Name}.json");
        var content = new
        {
            scenario = options.Name,
            at = RunClock.Began.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            measuredSeconds = options.Measured.TotalSeconds,
            machine,
            results = Figures.Results.ToDictionary(
                result => result.Key, result => double.Parse(result.Value, CultureInfo.InvariantCulture)),
            rounds = Figures.Rounds,
        };
        File.WriteAllText(file, JsonSerializer.Serialize(content, Json) + "\n");
        Console.WriteLine($"stored in {Path.GetRelativePath(Environment.CurrentDirectory, file)}");
    }
}
