namespace Rewards.LoadTests.Runs;

/// <param name="Name">As on the command line and in the names of results.</param>
/// <param name="LinesPerRequest">Activities per request.</param>
/// <param name="PgbenchScripts">Files under loadtests/postgres with their weights.</param>
/// <param name="AwardsPerTransaction">New activities by script, for the exact account.</param>
public sealed record Scenario(
    string Name, int LinesPerRequest, string[] PgbenchScripts, int[] AwardsPerTransaction)
{
    private static readonly Scenario[] All =
    [
        new("awards", 1, ["award.pgbench@99", "retry.pgbench@1"], [1, 0]),
        new("awards-batch", 100, ["award_many.pgbench"], [99]),
    ];

    public static Scenario? Named(string name) => All.FirstOrDefault(scenario => scenario.Name == name);
}
