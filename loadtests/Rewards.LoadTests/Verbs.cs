using System.Text.Json;
using Rewards.LoadTests.Echo;
using Rewards.LoadTests.Generating;
using Rewards.LoadTests.Prefill;
using Rewards.LoadTests.Runs;
using Rewards.LoadTests.Scenarios;
using Rewards.LoadTests.SharedStore;
using Rewards.LoadTests.Workload;

namespace Rewards.LoadTests;

/// <summary>One program, three processes: the run, and the echo and the generator that it starts.</summary>
public static class Verbs
{
    private const string Usage = """
        Rewards.LoadTests run awards|awards-batch [--quick] [--rounds N] [--only echo,rewards,postgres] …
        Rewards.LoadTests run SCENARIO [--quick] [--rounds N] …   (README.md tells them)
        Rewards.LoadTests azurite --connection STRING [--quick] [--rounds N] [--clients N] [--batch LINES]
        Rewards.LoadTests generate --port N [--batch LINES] [--connections N] [--seconds S] …
        Rewards.LoadTests echo --port N [--answer FILE]
        """;

    public static async Task<int> RunAsync(string[] args)
    {
        switch (args.FirstOrDefault())
        {
            case "run" when ScenarioList.Has(args.Skip(1).FirstOrDefault()):
                return await ScenarioList.RunAsync(ScenarioOptions.Parse(args.Skip(1)));
            case "run":
                return await Run.RunAsync(RunOptions.Parse(args.Skip(1)));
            case "prefill":
                var filled = await JournalPrefill.RunAsync(PrefillOptionsOf(new Arguments(args.Skip(1))));
                Console.WriteLine(JsonSerializer.Serialize(filled));
                return 0;
            case "weigh":
                Console.WriteLine(JsonSerializer.Serialize(await MemberWeight.RunAsync(new Arguments(args.Skip(1)))));
                return 0;
            case "replay":
                Console.WriteLine(JsonSerializer.Serialize(await Replay.RunAsync(new Arguments(args.Skip(1)))));
                return 0;
            case "azurite":
                return await StoreRun.RunAsync(StoreRunOptions.Parse(args.Skip(1)));
            case "generate":
                var options = GeneratorOptionsOf(new Arguments(args.Skip(1), "--unchecked", "--refusals"));
                Console.WriteLine(JsonSerializer.Serialize(Generator.Run(options)));
                return 0;
            case "echo":
                await EchoAsync(new Arguments(args.Skip(1)));
                return 0;
            default:
                Console.Error.WriteLine(Usage);
                return 2;
        }
    }

    private static GeneratorOptions GeneratorOptionsOf(Arguments arguments) => new(
        new RequestTarget("127.0.0.1", arguments.Number("--port", 0), arguments.TextOrNull("--key") ?? "none")
        {
            Community = arguments.TextOrNull("--community") ?? RequestTarget.PlainCommunity,
            Communities = arguments.Number("--communities", 0),
        },
        arguments.TextOrNull("--ids") ?? $"{DateTime.UtcNow.Ticks:x}-",
        arguments.Number("--seed", 1),
        arguments.Number("--connections", 64),
        arguments.Number("--lanes", 2),
        arguments.Number("--batch", 1),
        TimeSpan.FromSeconds(arguments.Fraction("--warm-up", 2)),
        TimeSpan.FromSeconds(arguments.Fraction("--seconds", 8)),
        arguments.Number("--server-pid", 0),
        !arguments.Flag("--unchecked"),
        arguments.TextOrNull("--acknowledged"))
    {
        PerSecond = arguments.Fraction("--rate", 0),
        Draw = Enum.Parse<MemberDraw>(arguments.TextOrNull("--draw") ?? nameof(MemberDraw.Zipf)),
        RefusalsExpected = arguments.Flag("--refusals"),
    };

    private static PrefillOptions PrefillOptionsOf(Arguments arguments) => new(
        arguments.Text("--data"),
        arguments.Text("--community"),
        arguments.Number("--awards", 0),
        Enum.Parse<MemberDraw>(arguments.Text("--draw")),
        arguments.Text("--ids"),
        arguments.Text("--acknowledged"));

    private static Task EchoAsync(Arguments arguments)
    {
        var recorded = arguments.TextOrNull("--answer") is { } file ? File.ReadAllBytes(file) : null;
        return EchoServer.RunAsync(
            arguments.Number("--port", 0),
            recorded ?? ExampleAnswer.OfOne,
            recorded ?? ExampleAnswer.OfMany(arguments.Number("--batch", 100)));
    }
}
