namespace Rewards.Repo.Tests.Tidy;

public class PackageTests
{
    private static readonly IReadOnlyDictionary<string, string> Pins =
        PackageRules.Pins(Repository.Sources("Directory.Packages.props").Single());

    private static readonly Dictionary<string, string> PlantedPins = new() { ["NodaTime"] = "3.3.7" };

    [Fact]
    public void Pins_AreExact() => Rule.Holds(PackageRules.Inexact(Pins));

    [Fact]
    public void Projects_UseCentralVersionsOnly() =>
        Rule.Holds(Repository.Sources("*.csproj", "*Directory.Build.props", "*.targets")
            .SelectMany(project => PackageRules.Unpinned(project, Pins)));

    [Fact]
    public void Projects_HaveALockFile() =>
        Rule.Holds(PackageRules.WithoutLock(
            Repository.Files("*.csproj"), Repository.Files("*packages.lock.json").ToHashSet()));

    [Fact]
    public void LockFiles_AgreeWithThePins() =>
        Rule.Holds(Repository.Sources("*packages.lock.json").SelectMany(file => PackageRules.Outdated(file, Pins)));

    [Theory]
    [InlineData("3.*")]
    [InlineData("[3.3.7,4.0)")]
    [InlineData("")]
    public void Inexact_Planted_IsABreach(string version) =>
        Assert.Single(PackageRules.Inexact(
            new Dictionary<string, string> { ["NodaTime"] = version, ["A"] = "1.2.3-rc.1" }));

    [Theory]
    [InlineData("<PackageReference Include=\"Unknown\" />")]
    [InlineData("<PackageReference Include=\"NodaTime\" Version=\"3.0.0\" />")]
    [InlineData("<PackageReference Include=\"NodaTime\" VersionOverride=\"3.0.0\" />")]
    [InlineData("<PackageReference Include=\"NodaTime\"><Version>3.0.0</Version></PackageReference>")]
    public void Unpinned_Planted_IsABreach(string reference) =>
        Assert.Single(PackageRules.Unpinned(new("Planted.csproj", $"<Project>{reference}</Project>"), PlantedPins));

    [Fact]
    public void WithoutLock_Planted_IsABreach() =>
        Assert.Equal(
            ["src/B/B.csproj: src/B/packages.lock.json is missing"],
            PackageRules.WithoutLock(
                ["src/A/A.csproj", "src/B/B.csproj"], new HashSet<string> { "src/A/packages.lock.json" }));

    [Fact]
    public void Outdated_Planted_IsABreach()
    {
        const string planted = """
            { "version": 2, "dependencies": { "net10.0": {
              "NodaTime": { "type": "Direct", "resolved": "3.3.6" },
              "rewards.domain": { "type": "Project" } } } }
            """;

        var breach = Assert.Single(PackageRules.Outdated(new("packages.lock.json", planted), PlantedPins));
        Assert.Contains("NodaTime 3.3.6", breach);
    }
}
