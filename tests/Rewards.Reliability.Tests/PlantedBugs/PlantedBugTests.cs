using Rewards.Server.Tests.Configuration;

namespace Rewards.Reliability.Tests.PlantedBugs;

/// <summary>Bugs that the tests must catch: a test that cannot fail proves nothing.</summary>
public sealed class PlantedBugTests
{
    private const int BugsMin = 10;

    public static TheoryData<string> Names => [.. PlantedBug.All().Select(bug => bug.Name)];

    [Fact]
    public void PlantedBugs_AreEnough() => Assert.InRange(PlantedBug.All().Count, BugsMin, int.MaxValue);

    [Theory]
    [MemberData(nameof(Names))]
    public void PlantedBug_InTheSourceAsItIsNow_StillApplies(string name)
    {
        var bug = PlantedBug.All().Single(one => one.Name == name);
        var source = Read(bug.File);
        Assert.NotEqual(source, bug.Plant(source));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void PlantedBug_ItsTest_IsThere(string name)
    {
        var bug = PlantedBug.All().Single(one => one.Name == name);
        var tests = Directory.GetFiles(
            Path.Combine(Folder.OfRepository(), "tests", bug.Project), "*.cs", SearchOption.AllDirectories);
        Assert.Contains(tests, test => File.ReadAllText(test).Contains($" {bug.Test}(", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void PlantedBug_InTheDocuments_IsListedWithItsTest(string name)
    {
        var bug = PlantedBug.All().Single(one => one.Name == name);
        var document = Read("docs/reliability.md");
        Assert.Contains($"| {bug.What} | `{bug.Test}` |", document, StringComparison.Ordinal);
    }

    [Fact]
    public void PlantedBug_ThatDoesNotApply_IsRefused() => Assert.Throws<InvalidOperationException>(
        () => new PlantedBug("n", "w", "f", "p", "t", "twice", "once").Plant("twice and twice"));

    [Theory]
    [InlineData("a.b.T_X_Y [FAIL]", 1, TrialOutcome.Caught)]
    [InlineData("a.b.T_X_Y(seed: 3) [FAIL]", 1, TrialOutcome.Caught)]
    [InlineData("", null, TrialOutcome.Caught)]
    [InlineData("Total: 1", 0, TrialOutcome.Escaped)]
    [InlineData("a.b.Other_X_Y [FAIL]", 1, TrialOutcome.NotJudged)]
    [InlineData("You must install .NET to run T_X_Y", 150, TrialOutcome.NotJudged)]
    public void Trial_OfATestRun_IsCaughtOnlyIfThatTestFailed(string log, int? code, TrialOutcome expected) =>
        Assert.Equal(expected, Trial.Of("T_X_Y", code, log).Outcome);

    [Fact]
    public void Trial_WhoseBuildWasCutOff_IsNotJudged() =>
        Assert.Equal(TrialOutcome.NotJudged, Trial.NotBuilt(137, "Killed").Outcome);

    /// <summary>On demand: tests/planted-bugs/run. REWARDS_PLANTED_BUGS chooses by words of their names.</summary>
    [Fact(Explicit = true)]
    public void PlantedBugs_EachOne_IsCaughtByItsTest()
    {
        var words = (Environment.GetEnvironmentVariable("REWARDS_PLANTED_BUGS") ?? "")
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        using var copy = new SourceCopy();
        var others = new List<string>();
        foreach (var bug in PlantedBug.All().Where(bug => words.Length == 0 || words.Any(bug.Name.Contains)))
        {
            var trial = copy.Try(bug);
            Setting.Tell($"{bug.Name}: {trial.InWords} ({bug.Test})");
            if (trial.Outcome != TrialOutcome.Caught)
            {
                others.Add($"{bug.Name}: {trial.InWords} by {bug.Test}:\n{trial.Log}");
                Setting.Tell(others[^1]);
            }
        }

        Assert.True(others.Count == 0, string.Join("\n\n", others));
    }

    private static string Read(string path) => File.ReadAllText(Path.Combine(Folder.OfRepository(), path));
}
