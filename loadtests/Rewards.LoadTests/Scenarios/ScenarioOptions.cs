namespace Rewards.LoadTests.Scenarios;

/// <summary>How often, how long and where a scenario is played.</summary>
public sealed record ScenarioOptions
{
    public required string Name { get; init; }

    /// <summary>A smoke test: short rounds, nothing stored, figures mean little.</summary>
    public required bool Quick { get; init; }

    public required int Rounds { get; init; }

    public required TimeSpan Measured { get; init; }

    public TimeSpan WarmUp => TimeSpan.FromSeconds(Quick ? 1 : 2);

    public required int Connections { get; init; }

    /// <summary>Connections of the open loop: enough that a server in good health always has one free.</summary>
    public required int OpenConnections { get; init; }

    /// <summary>The server's bound on requests under way; null: as delivered. For trying others out.</summary>
    public required string? UnderWayMax { get; init; }

    /// <summary>Awards of a prefilled journal; null: what the scenario says.</summary>
    public required long? Awards { get; init; }

    public required string WorkFolder { get; init; }

    public required bool Keep { get; init; }

    /// <summary>Folder <c>loadtests</c> of the repository.</summary>
    public required string LoadTestsFolder { get; init; }

    /// <summary>Rewards.Server.dll; another build than this repository's may be measured.</summary>
    public required string ServerAssembly { get; init; }

    /// <exception cref="ArgumentException">The command line is not understood; the message says what is.</exception>
    public static ScenarioOptions Parse(IEnumerable<string> words)
    {
        var arguments = new Arguments(words, "--quick", "--keep");
        var quick = arguments.Flag("--quick");
        return new ScenarioOptions
        {
            Name = arguments.Positional.Count == 1
                ? arguments.Positional[0]
                : throw new ArgumentException($"One scenario at a time: {ScenarioList.Names}."),
            Quick = quick,
            Rounds = arguments.Number("--rounds", quick ? 2 : 5),
            Measured = TimeSpan.FromSeconds(arguments.Number("--seconds", quick ? 2 : 8)),
            Connections = arguments.Number("--connections", 64),
            OpenConnections = arguments.Number("--open-connections", 1024),
            Awards = arguments.TextOrNull("--awards") is null ? null : arguments.Number("--awards", 0),
            UnderWayMax = arguments.TextOrNull("--under-way"),
            WorkFolder = Path.Combine(
                arguments.TextOrNull("--work") ?? "/var/tmp", $"rewards-load-{Environment.ProcessId}"),
            Keep = arguments.Flag("--keep"),
            LoadTestsFolder = arguments.Text("--loadtests"),
            ServerAssembly = arguments.TextOrNull("--server") ?? Path.GetFullPath(Path.Combine(
                arguments.Text("--loadtests"), "../src/Rewards.Server/bin/Release/net10.0/Rewards.Server.dll")),
        };
    }
}
