using System.Globalization;
using System.Text.Json;

namespace Rewards.LoadTests.Runs;

/// <summary>The table, the stored figures and the last line of a run.</summary>
public sealed class Results(RunOptions options, MachineNotes machine)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly Dictionary<string, List<Round>> rounds =
        options.Contenders.ToDictionary(name => name, _ => new List<Round>());

    private readonly Dictionary<string, Verdict> verdicts = [];

    public static void PrintHead() => Console.WriteLine(
        $"{"round",-12}{"per s",12}{"p50 ms",10}{"p99 ms",10}{"server µs",12}{"driver µs",12}{"B/answer",10}");

    public void Add(string contender, Round round)
    {
        rounds[contender].Add(round);
        Print(contender, round);
    }

    public void Add(string contender, Verdict verdict) => verdicts[contender] = verdict;

    public void PrintMedians()
    {
        Console.WriteLine("medians");
        foreach (var name in options.Contenders)
            Print(name, Rounds.Median(rounds[name]));
        foreach (var (name, verdict) in verdicts.Where(entry => entry.Value.BytesPerAward > 0))
            Console.WriteLine($"{name}: {Math.Round(verdict.BytesPerAward)} bytes on disk per award");
    }

    /// <summary>The line that programs read; null when a contender was left out.</summary>
    public string? ResultLine()
    {
        if (Ratio("echo") is not { } echo || Ratio("postgres") is not { } postgres)
            return null;
        var rewards = Rounds.Median(rounds["rewards"]);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"RESULT echo_ratio={echo:F2} pgbench_ratio={postgres:F2} per_s={rewards.PerSecond:F0} " +
            $"p99_ms={rewards.P99Ms:F2} bytes_per_award={verdicts["rewards"].BytesPerAward:F0}");
    }

    /// <summary>
    /// Stores the figures under loadtests/results; the history of the file is the history of the figures.
    /// </summary>
    public void Store()
    {
        var folder = Directory.CreateDirectory(Path.Combine(options.LoadTestsFolder, "results"));
        var file = Path.Combine(folder.FullName, $"{options.Scenario.Name}.json");
        var figures = new
        {
            scenario = options.Scenario.Name,
            at = RunClock.Began.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            options.Connections,
            measuredSeconds = options.Measured.TotalSeconds,
            machine,
            echoRatio = Ratio("echo"),
            pgbenchRatio = Ratio("postgres"),
            contenders = rounds.ToDictionary(entry => entry.Key, entry => new
            {
                median = Rounds.Median(entry.Value),
                rounds = entry.Value.Select(round => Math.Round(round.PerSecond)),
                bytesPerAward = verdicts[entry.Key].BytesPerAward,
            }),
        };
        File.WriteAllText(file, JsonSerializer.Serialize(figures, Json) + "\n");
        Console.WriteLine($"stored in {Path.GetRelativePath(Environment.CurrentDirectory, file)}");
    }

    private double? Ratio(string other) =>
        rounds.TryGetValue(other, out var theirs) && rounds.TryGetValue("rewards", out var ours)
            ? Math.Round(Rounds.Median(ours).PerSecond / Rounds.Median(theirs).PerSecond, 3)
            : null;

    private static void Print(string name, Round round) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-12}{round.PerSecond,12:N0}{round.P50Ms,10:F2}{round.P99Ms,10:F2}" +
        $"{round.ServerCpuUs,12:F1}{round.GeneratorCpuUs,12:F1}{round.BytesPerResponse,10:F0}"));
}
