using System.Globalization;
using System.Security.Cryptography;
using Rewards.LoadTests.Audit;
using Rewards.LoadTests.Generating;
using Rewards.LoadTests.Servers;
using Rewards.LoadTests.Workload;

namespace Rewards.LoadTests.Runs;

/// <summary>The server under test, with an empty journal at the start of the run.</summary>
public sealed class RewardsContender : IContender
{
    private const string KeyLetters = "abcdefghijklmnopqrstuvwxyz0123456789";

    private readonly RunOptions options;
    private readonly HttpServer server;
    private readonly string key;
    private readonly string data;
    private readonly long emptySize;
    private readonly Account account = new();

    private RewardsContender(RunOptions options, HttpServer server, string key, string data)
    {
        this.options = options;
        this.server = server;
        this.key = key;
        this.data = data;
        emptySize = SizeOf(data);
    }

    public string Name => "rewards";

    private RequestTarget Target => new("127.0.0.1", server.Port, key);

    public static async Task<RewardsContender> StartAsync(RunOptions options)
    {
        var port = LocalPort.Free();
        var key = $"rk_loadtestadmin_{RandomNumberGenerator.GetString(KeyLetters, 40)}";
        var data = Directory.CreateDirectory(Path.Combine(options.WorkFolder, "rewards")).FullName;
        var server = await HttpServer.StartAsync(
            port,
            [
                options.ServerAssembly, "--config", Path.Combine(options.LoadTestsFolder, "config/rewards.yaml"),
                "--data", data, "--urls", string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"),
            ],
            new Dictionary<string, string> { ["REWARDS_ADMIN_KEY"] = key });
        server.Client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        return new RewardsContender(options, server, key, data);
    }

    /// <summary>Posts one request as the generator does and keeps the answer, for the echo to repeat.</summary>
    public async Task RecordAnswerAsync(string file)
    {
        var batch = options.Scenario.LinesPerRequest > 1;
        var body = FirstRequest.Body(options.Scenario.LinesPerRequest);
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new(batch ? "application/x-ndjson" : "application/json");
        using var response = await server.Client.PostAsync(Target.Path(batch), content);
        var answer = await response.Content.ReadAsByteArrayAsync();
        FirstRequest.Count(answer, options.Scenario.LinesPerRequest, account);
        await File.WriteAllBytesAsync(file, answer);
    }

    public async Task<Round> PlayAsync(int number, TimeSpan warmUp, TimeSpan measured)
    {
        var acknowledged = Path.Combine(options.WorkFolder, "acknowledged");
        var report = await GeneratorProcess.RunAsync(new GeneratorOptions(
            Target, RunId.Of(number), number, options.Connections, options.Lanes, options.Scenario.LinesPerRequest,
            warmUp, measured, server.Pid, Checked: true, acknowledged));
        account.Add(report, acknowledged);
        return Rounds.From(report);
    }

    public async Task<Verdict> FinishAsync()
    {
        var checks = await new RewardsChecks(server.Client, account).RunAsync();
        await server.StopAsync();
        Console.WriteLine(
            $"rewards: {account.Fresh:N0} activities acknowledged as new, " +
            $"{(double)account.GrantedNothing / account.Fresh:P2} of them granted nothing (daily cap used up)");
        var bytesPerAward = (double)(SizeOf(data) - emptySize) / account.Fresh;
        var audited = await new JournalAudit(account).RunAsync(Path.Combine(data, "rewards.db"));
        return new Verdict([.. checks, .. audited], bytesPerAward);
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private static long SizeOf(string folder) =>
        new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
}
