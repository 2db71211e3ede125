using Rewards.Domain.Programmes;
using Rewards.Server.Configuration;

namespace Rewards.Server.Tests.Configuration;

[Trait("Journal", "none")]
public sealed class CommunityFilesTests : IDisposable
{
    private const string Good = """
        community: lean
        name: Lean
        timeZone: UTC
        currencies: { points: {} }
        negativeBalance: floor
        unknownActivity: reject
        activities: {}
        rules: []
        """;

    private readonly Folder folder = new();

    [Fact]
    public void Load_FolderOfTheRepository_GivesTheThreeExampleCommunities()
    {
        var files = CommunityFiles.Load(Path.Combine(Folder.OfRepository(), "config", "communities"));

        Assert.Equal(
            ["ops-articles", "company-lantern", "research-services"], files.Select(file => file.Community.Value));
        foreach (var file in files)
        {
            var published = ProgrammeReader.Read(JsonDocuments.Parse(file.Canonical.Span), version: 1);
            Assert.True(file.Canonical.Span.SequenceEqual(published.Content.Span));
            Assert.Equal(file.Hash, DocumentHash.Of(published.Content.Span));
        }
    }

    [Fact]
    public void Load_SpellingOfAFileChanged_KeepsItsHash()
    {
        folder.Write("a.yaml", Good);
        var before = Assert.Single(CommunityFiles.Load(folder.Path)).Hash;
        folder.Write("a.yaml", "# a comment\nrules: []\n" + Good.Replace("rules: []", "", StringComparison.Ordinal));

        Assert.Equal(before, Assert.Single(CommunityFiles.Load(folder.Path)).Hash);

        folder.Write("a.yaml", Good.Replace("Lean", "Leaner", StringComparison.Ordinal));
        Assert.NotEqual(before, Assert.Single(CommunityFiles.Load(folder.Path)).Hash);
    }

    [Fact]
    public void Load_TwoFilesOfOneCommunity_AreRefused()
    {
        var first = folder.Write("a.yaml", Good);
        var second = folder.Write("b.yaml", "# again\n" + Good);

        var refused = Assert.Throws<ConfigurationException>(() => CommunityFiles.Load(folder.Path));

        Assert.Equal(
            $"{second}:2: community: 'lean' is already in {first}; allowed: one file per community",
            refused.Message);
    }

    [Fact]
    public void Load_SeveralBrokenFiles_AreToldTogether()
    {
        var a = folder.Write("a.yaml", Good.Replace("floor", "flor", StringComparison.Ordinal));
        folder.Write("b.yaml", Good);
        var c = folder.Write("c.yaml", "community: [");

        var broken = Assert.Throws<ConfigurationException>(() => CommunityFiles.Load(folder.Path));

        Assert.Equal([(a, 5), (c, 1)], broken.Errors.Select(error => (error.File, error.Error.Line)));
        Assert.StartsWith(
            $"{a}:5: negativeBalance: unknown word 'flor'; did you mean 'floor'?",
            broken.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Load_FileWithAnotherEnding_IsNotLeftOutSilently()
    {
        folder.Write("a.yml", Good);

        Assert.Contains(
            "rename it to *.yaml",
            Assert.Throws<ConfigurationException>(() => CommunityFiles.Load(folder.Path)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Load_MissingFolder_IsToldAndAnEmptyOneIsNoMistake()
    {
        Assert.Throws<ConfigurationException>(() => CommunityFiles.Load(Path.Combine(folder.Path, "nowhere")));
        Assert.Empty(CommunityFiles.Load(folder.Path));
    }

    public void Dispose() => folder.Dispose();
}
