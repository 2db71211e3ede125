using Rewards.Server.Configuration;
using Rewards.Server.Tests.Configuration;

namespace Rewards.Server.Tests.Rules;

/// <summary>Every mistake in a community file is told with file, line, field and what to write instead.</summary>
public sealed class MalformedFileTests : IDisposable
{
    /// <summary>The least number of different malformed files; a corpus that shrinks is noticed.</summary>
    private const int CorpusMin = 100;

    private static readonly Mistake[] Corpus =
    [
        .. MalformedCorpus.Conditions, .. MalformedCorpus.Rules, .. MalformedCorpus.Achievements,
        .. MalformedCorpus.Files, .. MalformedCorpus.Standing, .. MalformedCorpus.Vesting,
        .. MalformedCorpus.Budgets, .. MalformedCorpus.Contribution,
    ];

    private readonly Folder folder = new();

    public static TheoryData<int> Mistakes => [.. Enumerable.Range(0, Corpus.Length)];

    [Fact]
    public void Corpus_WithoutAMistake_IsRead()
    {
        folder.Write("birds.yaml", MalformedCorpus.Good);

        Assert.Single(CommunityFiles.Load(folder.Path));
        Assert.True(Corpus.Distinct().Count() >= CorpusMin, $"There are {Corpus.Length} malformed files only.");
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Load_AMalformedFile_TellsFileLineFieldAndSuggestion(int index)
    {
        var mistake = Corpus[index];
        var at = MalformedCorpus.Good.IndexOf(mistake.Text, StringComparison.Ordinal);
        Assert.True(at >= 0, $"Not in the file: {mistake.Text}");
        var line = MalformedCorpus.Good[..at].Count(c => c == '\n') + 1 + mistake.Below;
        var text = MalformedCorpus.Good[..at] + mistake.Instead + MalformedCorpus.Good[(at + mistake.Text.Length)..];
        var file = folder.Write("birds.yaml", text);

        var refused = Assert.Throws<ConfigurationException>(() => CommunityFiles.Load(folder.Path));

        Assert.Contains(
            refused.Errors,
            error => error.File == file && error.Error.Line == line && error.Error.Field == mistake.Field
                && error.Error.Message.Contains(mistake.Says, StringComparison.Ordinal));
    }

    [Fact]
    public void Load_AnAliasBomb_IsRefusedWithoutGrowing()
    {
        var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + string.Concat(Enumerable.Range(1, 40).Select(
            i => $"a{i}: &a{i} [*a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}]\n"));
        folder.Write("bomb.yaml", bomb);

        var refused = Assert.Throws<ConfigurationException>(() => CommunityFiles.Load(folder.Path));

        Assert.Contains("the anchor '&a0' is not allowed; remove it", refused.Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();
}
