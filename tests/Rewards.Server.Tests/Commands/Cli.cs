using System.Diagnostics;
using Rewards.Server.Tests.Configuration;

namespace Rewards.Server.Tests.Commands;

/// <summary>What a command ended with, and what it said.</summary>
internal sealed record CliResult(int ExitCode, string Output, string Errors)
{
    public CliResult Expect(int exitCode)
    {
        Assert.True(exitCode == ExitCode, $"Ended with {ExitCode}, not {exitCode}:\n{Output}\n{Errors}");
        return this;
    }
}

/// <summary>The program as a process of its own, as an operator runs it.</summary>
internal static class Cli
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(100);

    public static Task<CliResult> RunAsync(params string[] arguments) => RunAsync([], arguments);

    public static async Task<CliResult> RunAsync(
        IEnumerable<(string Name, string Value)> environment, params string[] arguments)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var program = Path.Combine(
            Folder.OfRepository(), "src", "Rewards.Server", "bin", configuration, "net10.0", "Rewards.Server.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Patience);
        return new CliResult(process.ExitCode, await output, await errors);
    }
}
