using System.Globalization;
using System.Text.Json;
using Rewards.LoadTests.Generating;

namespace Rewards.LoadTests.Servers;

/// <summary>The generator in a process of its own, so that its processor time is told apart from the run's.</summary>
public static class GeneratorProcess
{
    // A round is too short to wait for re-compilation: the generator's loop is compiled well at once.
    private static readonly Dictionary<string, string> Environment = new()
    {
        ["DOTNET_TieredPGO"] = "0",
        ["DOTNET_TC_QuickJitForLoops"] = "0",
        ["DOTNET_gcServer"] = "0",
    };

    public static async Task<GeneratorReport> RunAsync(GeneratorOptions options)
    {
        List<string> arguments =
        [
            typeof(GeneratorProcess).Assembly.Location, "generate",
            "--port", Text(options.Target.Port), "--key", options.Target.Key, "--ids", options.IdPrefix,
            "--seed", Text(options.Seed), "--connections", Text(options.Connections), "--lanes", Text(options.Lanes),
            "--batch", Text(options.LinesPerRequest), "--server-pid", Text(options.ServerPid),
            "--community", options.Target.Community, "--draw", options.Draw.ToString(),
            "--warm-up", Text(options.WarmUp.TotalSeconds), "--seconds", Text(options.Measured.TotalSeconds),
        ];
        if (options.Target.Communities > 0)
            arguments.AddRange(["--communities", Text(options.Target.Communities)]);
        if (options.PerSecond > 0)
            arguments.AddRange(["--rate", Text(options.PerSecond)]);
        if (options.RefusalsExpected)
            arguments.Add("--refusals");
        if (!options.Checked)
            arguments.Add("--unchecked");
        if (options.AcknowledgedFile is { } file)
            arguments.AddRange(["--acknowledged", file]);
        var output = await ChildProcess.RunAsync("dotnet", arguments, Environment);
        return JsonSerializer.Deserialize<GeneratorReport>(output)
            ?? throw new InvalidOperationException("The generator printed no report.");
    }

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
