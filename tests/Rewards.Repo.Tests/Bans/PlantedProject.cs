using System.Diagnostics;

namespace Rewards.Repo.Tests.Bans;

/// <summary>A copy of one of our project files, in a folder of its own, with planted source instead of ours.</summary>
internal static class PlantedProject
{
    /// <summary>Lays out the project, the projects it references (empty) and the settings they share.</summary>
    /// <returns>The path of the project file.</returns>
    public static string Lay(string folder, string project, string source)
    {
        string[] shared = ["global.json", "Directory.Build.props", "Directory.Packages.props", BannedSymbols.ListPath];
        foreach (var path in shared.Concat(Repository.Files("src/*.csproj", "src/*packages.lock.json")))
        {
            var target = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(Repository.Full(path), target);
        }

        var home = Path.Combine(folder, "src", project);
        File.WriteAllText(Path.Combine(home, "Planted.cs"), source);
        return Path.Combine(home, project + ".csproj");
    }

    /// <summary>Builds offline: every package is already there, because the tests themselves were built.</summary>
    public static async Task<(int Code, string Output)> Build(string path, CancellationToken cancel)
    {
        string[] arguments =
            ["build", path, "-c", "Release", "-v", "quiet", "--tl:off", "-nodeReuse:false", "-p:NuGetAudit=false"];
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = Path.GetDirectoryName(path),
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
        using var build = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start");
        build.StandardInput.Close();
        var output = await build.StandardOutput.ReadToEndAsync(cancel);
        await build.WaitForExitAsync(cancel);
        return (build.ExitCode, output);
    }
}
