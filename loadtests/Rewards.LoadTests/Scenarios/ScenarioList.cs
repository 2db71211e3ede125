using Rewards.LoadTests.Runs;

namespace Rewards.LoadTests.Scenarios;

/// <summary>Every scenario, and how one is played.</summary>
public static class ScenarioList
{
    private static readonly IScenario[] All =
    [
        new OneCommunity(), new OneMember(), new LatencyAtLoad(), new Overload(), new Recovery(), new Footprint(),
        new Aged(), new ManyRules(), new SimulationBesideAwards(),
    ];

    public static string Names => string.Join('|', All.Select(scenario => scenario.Name));

    public static bool Has(string? name) => All.Any(scenario => scenario.Name == name);

    /// <returns>0, or 1 when a check failed.</returns>
    public static async Task<int> RunAsync(ScenarioOptions options)
    {
        Directory.CreateDirectory(options.WorkFolder);
        var machine = MachineNotes.Take(options.WorkFolder);
        await using var stage = new Stage(options, machine);
        Console.WriteLine($"{options.Name}: {machine}");
        await All.Single(scenario => scenario.Name == options.Name).PlayAsync(stage);
        return stage.Finish();
    }
}
