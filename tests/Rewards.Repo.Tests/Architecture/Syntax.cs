using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Rewards.Repo.Tests.Architecture;

/// <summary>Source text as the compiler reads it.</summary>
internal static class Syntax
{
    private static readonly CSharpParseOptions Options = new(LanguageVersion.Latest);

    public static SyntaxNode Root(SourceFile file) => CSharpSyntaxTree.ParseText(file.Text, Options).GetRoot();

    /// <summary>The line where a node begins, counted from 1.</summary>
    public static int Line(SyntaxNode node) => node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;

    /// <summary>The lines a node takes, without the comments before it.</summary>
    public static int Lines(SyntaxNode node)
    {
        var span = node.GetLocation().GetLineSpan();
        return span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
    }
}
