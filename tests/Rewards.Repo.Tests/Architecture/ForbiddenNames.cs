using System.Text.RegularExpressions;

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Rewards.Repo.Tests.Architecture;

/// <summary>Who may name a namespace in source: in a using, qualified, or relative to a namespace around it.</summary>
internal static class ForbiddenNames
{
    /// <summary>A concrete journal.</summary>
    public static readonly Regex SqliteJournal = new(
        @"(^|\.)(Journal\.Sqlite|Journal\.AzureTables|Rewards\.AzureTables)(\.|$)");

    /// <summary>The journal's port and everything below it.</summary>
    public static readonly Regex AnyJournal = new(@"^(global::)?(Rewards\.)?Journal(\.|$)");

    /// <summary>Every place in the file that names what it may not; words in comments and strings are free.</summary>
    public static IEnumerable<string> Breaches(SourceFile file, Regex forbidden) =>
        Syntax.Root(file).DescendantNodes()
            .Where(node => IsOutermostName(node) && forbidden.IsMatch(Written(node)))
            .Select(node => file.At(Syntax.Line(node), $"may not name {Written(node)}"));

    private static bool IsOutermostName(SyntaxNode node) =>
        node is QualifiedNameSyntax or MemberAccessExpressionSyntax
        && node.Parent is not (QualifiedNameSyntax or MemberAccessExpressionSyntax or BaseNamespaceDeclarationSyntax);

    private static string Written(SyntaxNode node) => Regex.Replace(node.ToString(), @"\s", "");
}
