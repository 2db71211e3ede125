namespace Rewards.Repo.Tests.Tidy;

public class SuppressionTests
{
    private const string Ban = "RS00" + "30";

    [Fact]
    public void Suppressions_CarryTheirReason() =>
        Rule.Holds(Repository.Sources("src/*.cs", "loadtests/*.cs").SelectMany(SuppressionRules.WithoutReason));

    [Fact]
    public void BanList_IsNeverSwitchedOff() =>
        Rule.Holds(Repository.Sources("src/*.cs", "*.csproj", "*.props", "*.targets", ".editorconfig", "*.globalconfig")
            .SelectMany(SuppressionRules.OfTheBan));

    [Theory]
    [InlineData("#pragma warning disable CA1234")]
    [InlineData("  # pragma warning disable")]
    [InlineData("#pragma warning disable CA1234 //")]
    [InlineData("[SuppressMessage(\"Design\", \"CA1000\")]")]
    public void WithoutReason_Planted_IsABreach(string line) =>
        Assert.Single(SuppressionRules.WithoutReason(new("Planted.cs", line.Replace("# ", "#"))));

    [Theory]
    [InlineData("#pragma warning disable CA1234 // the signature is the library's")]
    [InlineData("#pragma warning restore CA1234")]
    [InlineData("[SuppressMessage(\"Design\", \"CA1000\", Justification = \"the library asks for it\")]")]
    public void WithoutReason_ReasonGiven_IsNoBreach(string line) =>
        Assert.Empty(SuppressionRules.WithoutReason(new("Planted.cs", line)));

    [Theory]
    [InlineData("#pragma warning disable " + Ban + " // just this once")]
    [InlineData("<NoWarn>$(NoWarn);" + Ban + "</NoWarn>")]
    [InlineData("dotnet_diagnostic." + Ban + ".severity = none")]
    public void OfTheBan_Planted_IsABreach(string line) =>
        Assert.Single(SuppressionRules.OfTheBan(new("Planted", line)));
}
