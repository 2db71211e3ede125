using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Rewards.Repo.Tests.Architecture;

/// <summary>A file's namespace is its folder, so that a rule on one is a rule on the other.</summary>
internal static class Folders
{
    public static IEnumerable<string> Breaches(IEnumerable<SourceFile> files) =>
        from file in files
        let expected = Path.GetDirectoryName(file.Path)!.Replace('\\', '/')["src/".Length..].Replace('/', '.')
        from space in Syntax.Root(file).DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>()
        where space.Name.ToString() != expected
        select file.At(Syntax.Line(space), $"namespace {space.Name} in the folder of {expected}");
}
