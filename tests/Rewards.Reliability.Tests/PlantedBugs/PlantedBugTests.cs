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

    /// <summary>On demand: tests/planted-bugs/run. REWARDS_PLANTED_BUGS chooses by words of their names.</summary>
    [Fact(Explicit = true)]
    public void PlantedBugs_EachOne_IsCaughtByItsTest()
    {
        var words = (Environment.GetEnvironmentVariable("REWARDS_PLANTED_BUGS") ?? "")
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        using var copy = new SourceCopy();
        var escaped = new List<string>();
        foreach (var bug in PlantedBug.All().Where(bug => words.Length == 0 || words.Any(bug.Name.Contains)))
        {
            var how = copy.Escaped(bug);
            Setting.Tell($"{bug.Name}: {(how is null ? $"caught by {bug.Test}" : "ESCAPED")}");
            if (how is not null)
            {
                escaped.Add($"{bug.Name}: {how}");
            }
        }

        Assert.True(escaped.Count == 0, string.Join("\n\n", escaped));
    }

    private static string Read(string path) => File.ReadAllText(Path.Combine(Folder.OfRepository(), path));
}
