using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

using Rewards.Repo.Tests.Architecture;

namespace Rewards.Repo.Tests.Tidy;

/// <summary>A file is a thought, a method fits a screen.</summary>
internal static class SizeRules
{
    public const int FileLinesMax = 400;
    public const int NineTenthsOfFilesLinesMax = 200;
    public const int MedianFileLinesMax = 60;
    public const int MethodLinesMax = 70;
    public const int LineColumnsMax = 120;
    public const long FileBytesMax = 1024 * 1024;

    public static IEnumerable<string> LongFiles(IEnumerable<SourceFile> files) =>
        from file in files
        where file.Lines.Length > FileLinesMax
        select $"{file.Path}: {file.Lines.Length} lines, at most {FileLinesMax}";

    /// <summary>The share of files, in per cent, that may not be longer than a number of lines.</summary>
    public static IEnumerable<string> LongAsAWhole(IEnumerable<SourceFile> files, int percent, int linesMax)
    {
        var sizes = files.Select(file => file.Lines.Length).Order().ToList();
        var rank = (int)Math.Ceiling(sizes.Count * percent / 100.0) - 1;
        return sizes.Count == 0 || sizes[rank] <= linesMax
            ? []
            : [$"{percent} % of {sizes.Count} files reach {sizes[rank]} lines, at most {linesMax}"];
    }

    public static IEnumerable<string> LongMethods(SourceFile file) =>
        from node in Syntax.Root(file).DescendantNodes()
        where node is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax
        where Syntax.Lines(node) > MethodLinesMax
        select file.At(Syntax.Line(node), $"a method of {Syntax.Lines(node)} lines, at most {MethodLinesMax}");

    public static IEnumerable<string> LongLines(SourceFile file) =>
        from line in file.Lines.Index()
        where line.Item.Length > LineColumnsMax
        select file.At(line.Index + 1, $"{line.Item.Length} columns, at most {LineColumnsMax}");

    public static IEnumerable<string> LargeFiles(IEnumerable<(string Path, long Bytes)> files) =>
        from file in files
        where file.Bytes > FileBytesMax
        select $"{file.Path}: {file.Bytes} bytes, at most {FileBytesMax}";
}
