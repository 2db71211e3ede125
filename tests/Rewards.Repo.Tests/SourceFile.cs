namespace Rewards.Repo.Tests;

/// <summary>One text file: what every rule takes, so that a planted text can break it.</summary>
internal sealed record SourceFile(string Path, string Text)
{
    public string[] Lines { get; } = Text.TrimEnd('\n').Split('\n');

    /// <summary>A place in this file, as compilers write it.</summary>
    public string At(int line, string breach) => $"{Path}:{line}: {breach}";
}
