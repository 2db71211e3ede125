using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Rewards.LoadTests.Prefill;
using Rewards.LoadTests.Runs;
using Rewards.LoadTests.Workload;

namespace Rewards.LoadTests.Scenarios;

/// <summary>
/// How fast a draft is tried on what was recorded, and what that costs those who are awarded meanwhile: awards alone
/// against awards beside a simulation, in turns on one server that holds ten million activities of a million members.
/// Then the match report of those members.
/// </summary>
public sealed class SimulationBesideAwards : IScenario
{
    private const long ActivitiesBefore = 10_000_000;

    public string Name => "simulation";

    public async Task PlayAsync(Stage stage)
    {
        var figures = stage.Figures;
        var account = new Account(Configs.WideCommunity, 0, Account.WideDailyCap);
        var config = Configs.Wide(stage);
        await File.AppendAllTextAsync(
            Path.Combine(Path.GetDirectoryName(config)!, "communities", "wide.yaml"),
            "contribution:\n  - { id: reading, when: article-read, points: 2.5 }\n");
        var server = await stage.StartServerAsync("data", config);
        await server.StopAsync();
        var before = stage.Options.Awards ?? (stage.Options.Quick ? ActivitiesBefore / 100 : ActivitiesBefore);
        await PrefillProcess.FillAsync(stage, server, account, before, MemberDraw.Each);
        await server.StartAgainAsync();
        var draft = await DraftAsync(server.Client);
        var load = new Load(stage, server, account);
        await load.WarmUpAsync();
        var alone = await SimulateAsync(server.Client, draft, CancellationToken.None);
        figures.Add("simulated alone per s", alone.PerSecond);
        for (var round = 0; round < stage.Options.Rounds; round++)
        {
            figures.Add("awards per s", (await load.SaturateAsync()).PerSecond);
            using var over = new CancellationTokenSource();
            var simulation = RepeatAsync(server.Client, draft, over.Token);
            figures.Add("awards beside it per s", (await load.SaturateAsync()).PerSecond);
            await over.CancelAsync();
            figures.Add("simulated beside awards per s", (await simulation).PerSecond);
        }

        await ReportAsync(stage, server.Client);
        await stage.CheckAsync(server, account);
        figures.Result("awards_ratio", figures.Median("awards beside it per s") / figures.Median("awards per s"), 3);
        figures.Result("simulated_per_s", figures.Median("simulated beside awards per s"), 0);
        figures.Result("simulated_alone_per_s", alone.PerSecond, 0);
        figures.Result("match_report_s", figures.Median("match report s"), 2);
        figures.Result("match_report_first_s", figures.Median("match report with reading s"), 2);
        figures.Result("prefilled", before, 0);
    }

    /// <summary>The first report reads what was recorded; the others are the computation.</summary>
    private static async Task ReportAsync(Stage stage, HttpClient client)
    {
        stage.Figures.Add("match report with reading s", await SecondsOfReportAsync(client));
        for (var round = 0; round < stage.Options.Rounds; round++)
            stage.Figures.Add("match report s", await SecondsOfReportAsync(client));
    }

    private static async Task<double> SecondsOfReportAsync(HttpClient client)
    {
        var began = Stopwatch.GetTimestamp();
        var report = await client.GetStringAsync($"/v1/communities/{Configs.WideCommunity}/reports/match");
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        using var read = JsonDocument.Parse(report);
        var members = read.RootElement.GetProperty("members").GetInt32();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  a report of {members:N0} members"));
        return seconds;
    }

    /// <summary>What is in force, with another amount: every activity is decided, and differs.</summary>
    private static async Task<string> DraftAsync(HttpClient client)
    {
        using var rules = JsonDocument.Parse(
            await client.GetStringAsync($"/v1/communities/{Configs.WideCommunity}/rules/1"));
        return rules.RootElement.GetProperty("programme").GetRawText()
            .Replace("\"feathers\":5", "\"feathers\":6", StringComparison.Ordinal);
    }

    /// <summary>One after the other until cancelled: the measured seconds are covered, however fast one is.</summary>
    private static async Task<Simulated> RepeatAsync(HttpClient client, string draft, CancellationToken cancellation)
    {
        var sum = new Simulated(0, 0);
        while (!cancellation.IsCancellationRequested)
            sum += await SimulateAsync(client, draft, cancellation);
        return sum;
    }

    private static async Task<Simulated> SimulateAsync(HttpClient client, string draft, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        var decided = 0L;
        try
        {
            using var request = new HttpRequestMessage(
                HttpMethod.Post, $"/v1/communities/{Configs.WideCommunity}/rules/simulations?days=3660")
            {
                Content = new StringContent(draft, Encoding.UTF8, "application/json"),
            };
            using var answer = await client.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            answer.EnsureSuccessStatusCode();
            using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellation));
            while (await lines.ReadLineAsync(cancellation) is { } line)
                decided = DecidedIn(line);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Broken off with the round: what the last line told counts.
        }

        return new Simulated(decided, Stopwatch.GetElapsedTime(began).TotalSeconds);
    }

    private static long DecidedIn(string line)
    {
        using var read = JsonDocument.Parse(line);
        return read.RootElement.TryGetProperty("report", out var report)
            ? report.GetProperty("activities").GetInt64()
            : read.RootElement.GetProperty("activitiesDecided").GetInt64();
    }

    private readonly record struct Simulated(long Decided, double Seconds)
    {
        public double PerSecond => Decided / Seconds;

        public static Simulated operator +(Simulated one, Simulated other) =>
            new(one.Decided + other.Decided, one.Seconds + other.Seconds);
    }
}
