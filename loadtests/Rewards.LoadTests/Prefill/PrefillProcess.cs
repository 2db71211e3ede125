using System.Globalization;
using System.Text.Json;
using Rewards.LoadTests.Runs;
using Rewards.LoadTests.Scenarios;
using Rewards.LoadTests.Servers;
using Rewards.LoadTests.Workload;

namespace Rewards.LoadTests.Prefill;

/// <summary>
/// The verbs of this folder as processes of their own: their memory is not the run's, nor the next one's.
/// </summary>
public static class PrefillProcess
{
    private static readonly Dictionary<string, string> Environment = new() { ["DOTNET_gcServer"] = "1" };

    /// <summary>Fills the journal of a server that is stopped, and enters what was acknowledged.</summary>
    public static async Task<PrefillReport> FillAsync(
        Stage stage, RewardsServer server, Account account, long awards, MemberDraw draw)
    {
        var acknowledged = stage.PathOf("acknowledged");
        var report = await RunAsync<PrefillReport>(
            "prefill", "--data", server.DataFolder, "--community", account.Community,
            "--awards", awards.ToString(CultureInfo.InvariantCulture), "--draw", draw.ToString(),
            "--ids", $"{RunId.Of(stage.NextRound())}p-", "--acknowledged", acknowledged);
        account.Add(report, acknowledged);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"prefilled {report.Awards:N0} awards of {report.Members:N0} members in {report.Seconds:N0} s, " +
            $"{report.Awards / report.Seconds:N0} per s"));
        return report;
    }

    public static async Task<T> RunAsync<T>(string verb, params string[] arguments)
    {
        var output = await ChildProcess.RunAsync(
            "dotnet", [typeof(PrefillProcess).Assembly.Location, verb, .. arguments], Environment);
        return JsonSerializer.Deserialize<T>(output)
            ?? throw new InvalidOperationException($"'{verb}' printed no report.");
    }
}
