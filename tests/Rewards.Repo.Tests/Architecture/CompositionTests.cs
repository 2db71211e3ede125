using System.Reflection;

using Rewards.Repo.Tests.Planted.Composition;
using Rewards.Repo.Tests.Planted.Endpoints;
using Rewards.Repo.Tests.Planted.Store;

namespace Rewards.Repo.Tests.Architecture;

/// <summary>In the server, only Composition names a journal: endpoints and pages talk to grain contracts.</summary>
public class CompositionTests
{
    private const string Composition = "Rewards.Server.Composition";
    private const string PlantedSpace = "Rewards.Repo.Tests.Planted";
    // The parts that a deployment chooses: the journal and the host that runs grains in this process.
    private static readonly string[] ConcreteParts = ["Rewards.Journal", "Rewards.Grains.InProcess"];

    [Fact]
    public void ServerSources_OutsideComposition_NameNoJournal() =>
        Rule.Holds(Repository.Sources("src/Rewards.Server/**.cs")
            .Where(file => !file.Path.StartsWith("src/Rewards.Server/Composition/", StringComparison.Ordinal))
            .SelectMany(file => ForbiddenNames.Breaches(file, ForbiddenNames.AnyJournal)));

    [Fact]
    public void GrainSources_NameNoConcreteJournal() =>
        Rule.Holds(Repository.Sources("src/Rewards.Grains/**.cs")
            .SelectMany(file => ForbiddenNames.Breaches(file, ForbiddenNames.SqliteJournal)));

    [Fact]
    public void ServerAssembly_OutsideComposition_NamesNoConcretePart() =>
        Rule.Holds(ConcreteParts.SelectMany(part =>
            TypeUse.Breaches(Assembly.Load("Rewards.Server").GetTypes(), Composition, part)));

    [Theory]
    [InlineData("Rewards.Journal")]
    [InlineData("Rewards.Grains")]
    public void ConcreteParts_OfAProject_Exist(string project)
    {
        // A rule about a namespace that nothing lives in could never fail.
        var spaces = Assembly.Load(project).GetExportedTypes().Select(type => type.Namespace!).ToHashSet();
        var part = ConcreteParts.Single(name => name.StartsWith(project, StringComparison.Ordinal));

        Assert.True(spaces.Count == 0 || spaces.Contains(part),
            $"{project} has no namespace {part}: say in ConcreteParts which one only Composition may name");
    }

    [Fact]
    public void ServerNamespaces_FollowTheirFolders() =>
        Rule.Holds(Folders.Breaches(Repository.Sources("src/**.cs")));

    [Fact]
    public void Folders_NamespaceOfAnotherFolder_IsABreach() =>
        Assert.Single(Folders.Breaches(
        [
            new("src/Rewards.Server/Members/GetMember.cs", "namespace Rewards.Server.Composition;"),
            new("src/Rewards.Server/Members/ListMembers.cs", "namespace Rewards.Server.Members;"),
        ]));

    [Theory]
    [InlineData("using Rewards.Journal;")]
    [InlineData("using Rewards.Journal.Sqlite;")]
    [InlineData("global using static Rewards.Journal.Sqlite.Pragmas;")]
    [InlineData("using Log = Rewards.Journal.IJournal;")]
    [InlineData("namespace Rewards.Server.Members; class C { Journal.IJournal journal; }")]
    [InlineData("class C { object O = global::Rewards.Journal.Names.All; }")]
    public void AnyJournal_NamedInSource_IsABreach(string planted) =>
        Assert.NotEmpty(ForbiddenNames.Breaches(new("Planted.cs", planted), ForbiddenNames.AnyJournal));

    [Theory]
    [InlineData("using Rewards.Journal.Sqlite;")]
    [InlineData("namespace Rewards.Grains; class C { Journal.Sqlite.SqliteJournal journal; }")]
    public void SqliteJournal_NamedInSource_IsABreach(string planted) =>
        Assert.NotEmpty(ForbiddenNames.Breaches(new("Planted.cs", planted), ForbiddenNames.SqliteJournal));

    [Fact]
    public void AnyJournal_OnlySpokenOf_IsNoBreach() =>
        Assert.Empty(ForbiddenNames.Breaches(
            new("Planted.cs", "// Rewards.Journal.Sqlite\nclass C { string S = \"Rewards.Journal\"; }"),
            ForbiddenNames.AnyJournal));

    [Theory]
    [InlineData(typeof(EndpointWithJournalField))]
    [InlineData(typeof(EndpointThatCallsTheJournal))]
    public void TypeUse_TypeOutsideThatNamesTheJournal_IsABreach(Type planted) =>
        Assert.NotEmpty(PlantedBreaches(planted));

    [Theory]
    [InlineData(typeof(DecentEndpoint))]
    [InlineData(typeof(PlantedComposition))]
    [InlineData(typeof(PlantedJournal))]
    public void TypeUse_TypeThatMayOrDoesNot_IsNoBreach(Type planted) => Assert.Empty(PlantedBreaches(planted));

    private static IEnumerable<string> PlantedBreaches(Type planted) =>
        TypeUse.Breaches(
            WithNested(planted).Where(type => !type.Namespace!.EndsWith(".Store", StringComparison.Ordinal)),
            PlantedSpace + ".Composition",
            PlantedSpace + ".Store");

    private static IEnumerable<Type> WithNested(Type type) =>
        type.GetNestedTypes(BindingFlags.NonPublic | BindingFlags.Public).SelectMany(WithNested).Append(type);
}
