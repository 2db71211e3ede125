using System.Diagnostics;

namespace Rewards.Repo.Tests;

/// <summary>The working tree these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>Paths from the root of the files that git tracks or would: a rule bites before the commit.</summary>
    public static IReadOnlyList<string> Files(params string[] patterns) =>
        [.. Git(["ls-files", "--cached", "--others", "--exclude-standard", "--deduplicate", "--", .. patterns])
            .Where(path => File.Exists(Full(path)))];

    public static IReadOnlyList<SourceFile> Sources(params string[] patterns) =>
        [.. Files(patterns).Select(path => new SourceFile(path, Read(path)))];

    public static string Read(string path) => File.ReadAllText(Full(path));

    public static string Full(string path) => Path.Combine(Root, path);

    public static IReadOnlyList<string> Git(params string[] arguments)
    {
        var start = new ProcessStartInfo("git", arguments) { WorkingDirectory = Root, RedirectStandardOutput = true };
        using var git = Process.Start(start) ?? throw new InvalidOperationException("git did not start");
        var output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        Assert.True(git.ExitCode == 0, $"git {string.Join(' ', arguments)} ended with {git.ExitCode}");
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Rewards.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("no Rewards.sln above the test's folder");
    }
}
