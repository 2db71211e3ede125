namespace Rewards.Repo.Tests.Tidy;

public class WordTests
{
    [Fact]
    public void Sources_HaveNoStrayBlanks() => Rule.Holds(Repository.Sources("*.cs").SelectMany(WordRules.StrayBlanks));

    [Fact]
    public void Sources_HoldNoUnfinishedWork() =>
        Rule.Holds(Repository.Sources("*.cs").SelectMany(WordRules.UnfinishedWork));

    [Fact]
    public void Tests_AreNotSwitchedOff() =>
        Rule.Holds(Repository.Sources("tests/*.cs").SelectMany(WordRules.SwitchedOffTests));

    [Fact]
    public void Tests_NeverSleep() => Rule.Holds(Repository.Sources("tests/*.cs").SelectMany(WordRules.Sleeps));

    [Fact]
    public void Types_HaveTellingNames() => Rule.Holds(Repository.Sources("*.cs").SelectMany(WordRules.VagueNames));

    [Fact]
    public void Files_NameNoPackageSource() => Rule.Holds(Repository.Sources().SelectMany(WordRules.PackageFeeds));

    [Theory]
    [InlineData("\tint a;")]
    [InlineData("int a; ")]
    [InlineData("int a;\r")]
    public void StrayBlanks_Planted_IsABreach(string line) =>
        Assert.StartsWith("Planted.cs:2: ", Assert.Single(WordRules.StrayBlanks(Planted("//\n" + line + "\n//"))));

    [Theory]
    [InlineData("// TO" + "DO: later")]
    [InlineData("/* FIX" + "ME */")]
    [InlineData("// a HA" + "CK")]
    [InlineData("throw new NotImplemented" + "Exception();")]
    public void UnfinishedWork_Planted_IsABreach(string line) => Assert.Single(WordRules.UnfinishedWork(Planted(line)));

    [Fact]
    public void SwitchedOffTests_Planted_IsABreach() =>
        Assert.Single(WordRules.SwitchedOffTests(Planted("[Fact(Ski" + "p = \"later\")]")));

    [Theory]
    [InlineData("https://api.nuget" + ".org/v3/index.json")]
    [InlineData("https://registry.npmjs" + ".org/azurite")]
    [InlineData("<package" + "Sources>")]
    public void PackageFeeds_Planted_IsABreach(string line) => Assert.Single(WordRules.PackageFeeds(Planted(line)));

    [Theory]
    [InlineData("class LedgerManager;")]
    [InlineData("static class StringUtils { }")]
    [InlineData("record struct MemberDto(int A);")]
    [InlineData("interface ITimeHelper { }")]
    [InlineData("class Outer { enum InnerUtil { } }")]
    public void VagueNames_Planted_IsABreach(string line) => Assert.Single(WordRules.VagueNames(Planted(line)));

    [Fact]
    public void VagueNames_TellingName_IsNoBreach() =>
        Assert.Empty(WordRules.VagueNames(Planted("class Managerial; class HelperTest; // LedgerManager")));

    [Theory]
    [InlineData("Thread.Sleep(5);")]
    [InlineData("await System.Threading.Tasks.Task.Delay(5);")]
    [InlineData("Func<int, Task> wait = Task.Delay;")]
    public void Sleeps_Planted_IsABreach(string line) => Assert.Single(WordRules.Sleeps(Planted(line)));

    [Fact]
    public void Sleeps_OnlySpokenOf_IsNoBreach() =>
        Assert.Empty(WordRules.Sleeps(Planted("// Task.Delay\nvar s = \"Thread.Sleep(5)\";")));

    private static SourceFile Planted(string text) => new("Planted.cs", text);
}
