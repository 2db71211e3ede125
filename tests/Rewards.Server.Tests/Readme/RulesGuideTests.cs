using System.Text;
using System.Text.RegularExpressions;
using Rewards.Domain.Programmes;
using Rewards.Server.Configuration;

namespace Rewards.Server.Tests.Readme;

/// <summary>The guide for those who write rules shows programmes that can be published.</summary>
public sealed partial class RulesGuideTests
{
    private static readonly string Guide = Repository.Read("docs/rules.md");

    [Fact]
    public void RulesGuide_ItsExample_IsAValidProgramme() =>
        Assert.Equal("book-club", Read(Blocks()[0]).Community.Value);

    [Fact]
    public void RulesGuide_ItsLimits_AreTakenByARule()
    {
        var example = Blocks()[0];
        var rule = example[..example.IndexOf("    limits:", StringComparison.Ordinal)] + Blocks()[3];
        Assert.Equal(4, Assert.Single(Read(rule).Rules).Limits.Count);
    }

    [Fact]
    public void RulesGuide_ItsFactorsAndDiscount_AreTakenByARule()
    {
        var rule = Assert.Single(Read(Blocks()[0] + Blocks()[2]).Rules);
        Assert.Equal((2, 4, "best-review"), (rule.Multipliers.Count, rule.Discount!.Percents.Count, rule.Group));
    }

    [Fact]
    public void RulesGuide_ItsLevelsBadgesAndEntitlement_AreTaken()
    {
        var example = Blocks()[0];
        var give = example.Replace("    give: { leaves: 10 }\n", Blocks()[6], StringComparison.Ordinal);
        var model = "contribution: [{ id: review, when: review-written, points: 1 }]\n";

        var programme = Read(give + model + Blocks()[4] + Blocks()[5]);

        Assert.Equal((3, 1), (programme.Levels!.Levels.Count, programme.Badges.Count));
        Assert.Single(Assert.Single(programme.Rules).Effects);
    }

    [Fact]
    public void RulesGuide_FieldsOfACommunityFile_AreAllExplained()
    {
        var mistake = Assert.Throws<DocumentException>(() => Read("unheard-of: 1\nrules: [{ unheard-of: 1 }]\n"));
        var allowed = mistake.Errors.Where(error => error.Message.Contains("unknown field", StringComparison.Ordinal))
            .SelectMany(error => error.Message[error.Message.LastIndexOf(':')..].TrimStart(':').Split(','))
            .Select(field => field.Trim()).ToList();
        Assert.True(allowed.Count >= 19, string.Join('\n', mistake.Errors.Select(error => error.Message)));
        Assert.All(allowed, field => Assert.Contains($"`{field}`", Guide, StringComparison.Ordinal));
    }

    private static Programme Read(string yaml) =>
        ProgrammeReader.Read(YamlDocuments.Parse(Encoding.UTF8.GetBytes(yaml)), version: 1);

    private static List<string> Blocks() => [.. Yaml().Matches(Guide).Select(block => block.Groups["text"].Value)];

    [GeneratedRegex("^```yaml\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Yaml();
}
