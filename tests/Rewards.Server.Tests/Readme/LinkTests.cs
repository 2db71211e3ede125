using System.Text.RegularExpressions;

namespace Rewards.Server.Tests.Readme;

/// <summary>Every link of README and docs that leads into the repository leads to something.</summary>
public sealed partial class LinkTests
{
    [Fact]
    public void Links_OfReadmeAndDocs_LeadSomewhere() =>
        Assert.Empty(Repository.Documents().SelectMany(path => Broken(path, Repository.Read(path))));

    [Theory]
    [InlineData("[x](LICENSE)", 0)]
    [InlineData("[x](https://example.org/nothing)", 0)]
    [InlineData("[x](docs/decisions/0001-record-decisions.md#0001-record-decisions)", 0)]
    [InlineData("[x](NO-SUCH-FILE) and [y](src/no-such-folder)", 2)]
    [InlineData("[x](docs/decisions/0001-record-decisions.md#no-such-heading)", 1)]
    [InlineData("[x](#no-such-heading)", 1)]
    public void Links_OfOneText_BrokenOnesAreCounted(string markdown, int broken) =>
        Assert.Equal(broken, Broken("README.md", markdown).Count());

    private static IEnumerable<string> Broken(string path, string markdown)
    {
        var folder = Path.GetDirectoryName(path)!;
        foreach (Match link in Link().Matches(Fenced().Replace(markdown, "")))
        {
            var target = link.Groups["target"].Value;
            if (target.Contains("://", StringComparison.Ordinal))
            {
                continue;
            }

            var parts = target.Split('#', 2);
            var file = parts[0].Length == 0 ? path : Path.Combine(folder, parts[0]);
            var full = Path.Combine(Repository.Root, file);
            var exists = File.Exists(full) || Directory.Exists(full);
            var text = parts[0].Length == 0 ? markdown : exists && parts.Length == 2 ? File.ReadAllText(full) : "";
            if (!exists || (parts.Length == 2 && !Anchors(text).Contains(parts[1])))
            {
                yield return $"{path}: {target}";
            }
        }
    }

    /// <summary>Headings as anchors: small letters, blanks as hyphens, no other signs.</summary>
    private static IEnumerable<string> Anchors(string markdown) => Heading().Matches(Fenced().Replace(markdown, ""))
        .Select(heading => heading.Groups["text"].Value.Trim().ToLowerInvariant())
        .Select(text => NoAnchor().Replace(text, "").Replace(' ', '-'));

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^```.*?^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fenced();

    [GeneratedRegex("^#+ (?<text>.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]")]
    private static partial Regex NoAnchor();
}
