using System.Reflection;

namespace Rewards.Repo.Tests.Architecture;

public class EdgeTests
{
    public static TheoryData<string> Projects => [.. Edges.Projects];

    [Fact]
    public void Projects_UnderSrc_AreAllKnownToTheRules() =>
        Rule.Holds(Repository.Files("src/**/*.csproj").Select(Path.GetFileNameWithoutExtension)
            .SelectMany(project => Edges.Breaches(project!, [])));

    [Theory]
    [MemberData(nameof(Projects))]
    public void ProjectFile_NamesOnlyAllowedReferences(string project) =>
        Rule.Holds(Edges.Breaches(project, ProjectFile.References(Repository.Read($"src/{project}/{project}.csproj"))));

    [Theory]
    [MemberData(nameof(Projects))]
    public void Assembly_NamesOnlyAllowedReferences(string project) =>
        Rule.Holds(Edges.Breaches(
            project, Assembly.Load(project).GetReferencedAssemblies().Select(reference => reference.Name!)));

    [Theory]
    [InlineData("Rewards.Domain", "Rewards.Journal")]
    [InlineData("Rewards.Domain", "Microsoft.AspNetCore.Http")]
    [InlineData("Rewards.Domain", "YamlDotNet")]
    [InlineData("Rewards.Journal", "Rewards.Grains")]
    [InlineData("Rewards.Grains", "Rewards.Journal.Sqlite")]
    [InlineData("Rewards.Journal.Sqlite", "Rewards.Server")]
    public void Edges_ForbiddenReference_IsABreach(string project, string reference) =>
        Assert.Equal(
            [$"{project} may not reference {reference}"], Edges.Breaches(project, ["System.Runtime", reference]));

    [Fact]
    public void Edges_UnknownProject_IsABreach() =>
        Assert.Contains("Rewards.Stray", Assert.Single(Edges.Breaches("Rewards.Stray", [])));

    [Fact]
    public void ProjectFile_EveryKindOfReference_IsRead()
    {
        const string planted = """
            <Project><ItemGroup>
              <ProjectReference Include="..\Rewards.Journal.Sqlite\Rewards.Journal.Sqlite.csproj" />
              <PackageReference Include="YamlDotNet" />
              <PackageReference Include="Some.Analyzer" PrivateAssets="all" />
              <FrameworkReference Include="Microsoft.AspNetCore.App" />
            </ItemGroup></Project>
            """;

        Assert.Equal(
            ["Rewards.Journal.Sqlite", "YamlDotNet", "Microsoft.AspNetCore.App"], ProjectFile.References(planted));
    }
}
