using System.Text.RegularExpressions;

namespace Rewards.Server.Tests.Readme;

/// <summary>A command as a document shows it, with the answer that stands below it (null: none is shown).</summary>
internal sealed record DocumentedCommand(int Line, string Script, string? Answer);

/// <summary>
/// Takes commands and answers out of a Markdown document: a block of <c>sh</c> and the block of <c>json</c> that
/// follows it. Blocks of <c>sh</c> without curl set variables for those after them.
/// </summary>
internal static partial class DocumentedCommands
{
    public static IEnumerable<DocumentedCommand> In(string markdown)
    {
        var preparation = "";
        var blocks = Blocks().Matches(markdown);
        for (var i = 0; i < blocks.Count; i++)
        {
            if (blocks[i].Groups["kind"].Value != "sh")
            {
                continue;
            }

            var script = blocks[i].Groups["text"].Value;
            if (!script.Contains("curl", StringComparison.Ordinal))
            {
                preparation += IsAssignment(script) ? script : "";
                continue;
            }

            var answered = i + 1 < blocks.Count && blocks[i + 1].Groups["kind"].Value is "json" or "ndjson";
            var line = markdown.AsSpan(0, blocks[i].Index).Count('\n') + 1;
            yield return new DocumentedCommand(
                line, preparation + script, answered ? blocks[i + 1].Groups["text"].Value : null);
        }
    }

    private static bool IsAssignment(string script) =>
        script.Split('\n', StringSplitOptions.RemoveEmptyEntries).All(line => Assignment().IsMatch(line));

    [GeneratedRegex(@"^```(?<kind>[a-z]*)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();

    [GeneratedRegex("^([A-Z_]+=|#)")]
    private static partial Regex Assignment();
}
