using System.Text.RegularExpressions;

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

using Rewards.Repo.Tests.Architecture;

namespace Rewards.Repo.Tests.Tidy;

/// <summary>Words and blanks that do not belong in the sources. No pattern matches its own text.</summary>
internal static class WordRules
{
    private static readonly Regex Blanks = new(@"\t|[ ]$|\r");
    private static readonly Regex Unfinished = new(@"\b(TO[D]O|FIX[M]E|HAC[K]|XX[X])\b|NotImplemented[E]xception");
    private static readonly Regex SwitchedOff = new(@"\bSkip\s*=\s*[""$@]");
    private static readonly Regex Feed = new(
        @"\b(?:api\.nuget\.org|www\.nuget\.org/api|pkgs\.dev\.azure\.com|registry\.npmjs\.org|registry\.yarnpkg\.com"
        + @"|proxy\.golang\.org|files\.pythonhosted\.org)\b|<package[S]ources\b", RegexOptions.IgnoreCase);

    private static readonly Regex VagueName = new("(Manager|Helper|Helpers|Util|Utils|Utility|Utilities|Dto|DTO)$");
    private static readonly Regex Sleep = new(@"\b(Thread\.(Sleep|SpinWait)|Task\.Delay)$");

    public static IEnumerable<string> StrayBlanks(SourceFile file) =>
        Matches(file, Blanks, "a tab, a carriage return or a blank at the end");

    public static IEnumerable<string> UnfinishedWork(SourceFile file) => Matches(file, Unfinished, "unfinished work");

    /// <summary>A test skips at run time with <c>Assert.Skip</c> and a reason, never for good.</summary>
    public static IEnumerable<string> SwitchedOffTests(SourceFile file) =>
        Matches(file, SwitchedOff, "a switched-off test");

    /// <summary>Where packages come from is the machine's setting.</summary>
    public static IEnumerable<string> PackageFeeds(SourceFile file) => Matches(file, Feed, "a package source");

    public static IEnumerable<string> VagueNames(SourceFile file) =>
        from type in Syntax.Root(file).DescendantNodes().OfType<BaseTypeDeclarationSyntax>()
        where VagueName.IsMatch(type.Identifier.Text)
        select file.At(Syntax.Line(type), $"{type.Identifier.Text}: name what it does in the field's words");

    /// <summary>A test waits for an event or moves a clock.</summary>
    public static IEnumerable<string> Sleeps(SourceFile file) =>
        from access in Syntax.Root(file).DescendantNodes().OfType<MemberAccessExpressionSyntax>()
        where Sleep.IsMatch(access.ToString())
        select file.At(Syntax.Line(access), $"{access} waits for a time instead of an event");

    private static IEnumerable<string> Matches(SourceFile file, Regex pattern, string breach) =>
        from line in file.Lines.Index()
        let match = pattern.Match(line.Item)
        where match.Success
        select file.At(line.Index + 1, $"{breach}: {match.Value.Trim()}");
}
