using System.Diagnostics;
using Rewards.Server.Tests.Configuration;

namespace Rewards.Reliability.Tests.PlantedBugs;

/// <summary>A copy of what the repository holds, in which bugs are planted, built and tested.</summary>
internal sealed class SourceCopy : IDisposable
{
    private const int Hung = -1000;
    private static readonly TimeSpan TestPatience = TimeSpan.FromMinutes(5);

    /// <summary>A build that does not end says nothing of the bug: other builds may have the processors.</summary>
    private static readonly TimeSpan BuildPatience = TimeSpan.FromMinutes(30);
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("rewards-planted-");

    public SourceCopy()
    {
        var (_, files) = Run(
            "git", ["-C", Folder.OfRepository(), "ls-files", "--cached", "--others", "--exclude-standard"]);
        foreach (var file in files.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var original = Path.Combine(Folder.OfRepository(), file);
            if (File.Exists(original))
            {
                var copy = Path.Combine(folder.FullName, file);
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(original, copy);
            }
        }

        // Tests find the repository by asking git.
        Run("git", ["-C", folder.FullName, "init", "-q"]);
    }

    public Trial Try(PlantedBug bug)
    {
        var path = Path.Combine(folder.FullName, bug.File);
        var source = File.ReadAllText(path);
        try
        {
            File.WriteAllText(path, bug.Plant(source));
            var (built, buildLog) = Build(bug.Project);
            if (built != 0)
            {
                return Trial.NotBuilt(built, buildLog);
            }

            var (tested, testLog) = Run(
                "dotnet", [Program(bug.Project), "-noLogo", "-noColor", "-method", $"*.{bug.Test}"], TestPatience);
            return Trial.Of(bug.Test, tested == Hung ? null : tested, testLog);
        }
        finally
        {
            File.WriteAllText(path, source);
        }
    }

    public void Dispose() => folder.Delete(recursive: true);

    /// <summary>A bug may leave a name unused; that is not the point.</summary>
    private (int Code, string Log) Build(string project) => Run(
        "dotnet",
        [
            "build", Path.Combine(folder.FullName, "tests", project), "-c", "Release", "-v", "quiet", "--tl:off",
            "-nodeReuse:false", "-p:TreatWarningsAsErrors=false", "-p:RunAnalyzers=false",
        ],
        BuildPatience);

    private string Program(string project) =>
        Path.Combine(folder.FullName, "tests", project, "bin", "Release", "net10.0", $"{project}.dll");

    private static (int Code, string Output) Run(string program, string[] arguments, TimeSpan? patience = null)
    {
        var info = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(info)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(patience ?? TestPatience))
        {
            process.Kill(entireProcessTree: true);
            return (Hung, "It did not end.");
        }

        return (process.ExitCode, output.Result + errors.Result);
    }
}
