using System.Globalization;
using System.Text.Json;
using Rewards.LoadTests.Runs;

namespace Rewards.LoadTests.SharedStore;

/// <summary>Stores the figures of a run under loadtests/results, those of every round included.</summary>
internal static class StoreResults
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static void Store(
        StoreRunOptions options, StoreContender plain, StoreContender batched, StoreContender single)
    {
        if (options.LoadTestsFolder is null)
        {
            return;
        }

        var figures = new
        {
            scenario = "azurite",
            at = RunClock.Began.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            options.Clients,
            options.PlainClients,
            linesPerRequest = options.Lines,
            measuredSeconds = options.Measured.TotalSeconds,
            cores = Environment.ProcessorCount,
            loadBefore = File.ReadAllText("/proc/loadavg").Trim(),
            plainRatio = Math.Round(batched.PerSecond / plain.PerSecond, 3),
            singleRatio = Math.Round(single.PerSecond / plain.PerSecond, 3),
            contenders = new[] { plain, batched, single }.Select(contender => new
            {
                contender.Name,
                requestsAtOnce = contender.AtOnceMax,
                perSecond = Math.Round(contender.PerSecond),
                p99Ms = Math.Round(contender.P99Ms, 1),
                transactionsPerAward = contender == plain ? 1 : Math.Round(contender.TransactionsPerAward, 3),
                rounds = contender.Rounds.Select(round => Math.Round(round.PerSecond)),
            }),
        };
        var folder = Directory.CreateDirectory(Path.Combine(options.LoadTestsFolder, "results"));
        File.WriteAllText(
            Path.Combine(folder.FullName, "azurite.json"), JsonSerializer.Serialize(figures, Json) + "\n");
    }
}
