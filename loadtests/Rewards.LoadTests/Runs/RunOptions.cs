namespace Rewards.LoadTests.Runs;

/// <summary>What is run, how often and where.</summary>
public sealed record RunOptions
{
    private const string Help =
        "Usage: loadtests/run awards|awards-batch [--quick] [--rounds N] [--seconds S] [--connections N] " +
        "[--only echo,rewards,postgres] [--server DLL] [--work FOLDER] [--keep]";

    private static readonly string[] EveryContender = ["echo", "rewards", "postgres"];

    public required Scenario Scenario { get; init; }

    /// <summary>A smoke test: short rounds, nothing stored, figures mean little.</summary>
    public required bool Quick { get; init; }

    public required int Rounds { get; init; }

    public required int Connections { get; init; }

    /// <summary>Threads of the generator, as pgbench and wrk are given two.</summary>
    public int Lanes => 2;

    public required TimeSpan WarmUp { get; init; }

    public required TimeSpan Measured { get; init; }

    /// <summary>Before round 1, per contender: compilation, caches, first pages.</summary>
    public required TimeSpan FirstWarmUp { get; init; }

    public required string[] Contenders { get; init; }

    /// <summary>Data of all servers; must be on a disk that keeps what it is told to keep.</summary>
    public required string WorkFolder { get; init; }

    public required bool Keep { get; init; }

    /// <summary>Folder <c>loadtests</c> of the repository.</summary>
    public required string LoadTestsFolder { get; init; }

    /// <summary>Rewards.Server.dll; another build than this repository's may be measured.</summary>
    public required string ServerAssembly { get; init; }

    /// <exception cref="ArgumentException">The command line is not understood; the message says what is.</exception>
    public static RunOptions Parse(IEnumerable<string> words)
    {
        var arguments = new Arguments(words, "--quick", "--keep");
        if (arguments.Positional is not [var name] || Scenario.Named(name) is not { } scenario)
            throw new ArgumentException(Help);
        var contenders = arguments.TextOrNull("--only")?.Split(',') ?? EveryContender;
        if (contenders.Except(EveryContender).Any())
            throw new ArgumentException(Help);
        var quick = arguments.Flag("--quick");
        return new RunOptions
        {
            Scenario = scenario,
            Quick = quick,
            Rounds = arguments.Number("--rounds", quick ? 2 : 5),
            Connections = arguments.Number("--connections", 64),
            WarmUp = TimeSpan.FromSeconds(quick ? 1 : 2),
            Measured = TimeSpan.FromSeconds(arguments.Number("--seconds", quick ? 2 : 8)),
            FirstWarmUp = TimeSpan.FromSeconds(quick ? 1 : 6),
            Contenders = contenders,
            WorkFolder = Path.Combine(
                arguments.TextOrNull("--work") ?? "/var/tmp",
                $"rewards-load-{Environment.ProcessId}"),
            Keep = arguments.Flag("--keep"),
            LoadTestsFolder = arguments.Text("--loadtests"),
            ServerAssembly = arguments.TextOrNull("--server") ?? Path.GetFullPath(Path.Combine(
                arguments.Text("--loadtests"), "../src/Rewards.Server/bin/Release/net10.0/Rewards.Server.dll")),
        };
    }
}
