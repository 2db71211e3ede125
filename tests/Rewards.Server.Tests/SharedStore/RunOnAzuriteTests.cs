using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Rewards.Server.Tests.Readme;
using Rewards.Server.Tests.Running;
using Rewards.Tests.Shared.Azure;

namespace Rewards.Server.Tests.SharedStore;

/// <summary><c>./run --azurite</c>, as a developer starts it, ends it and starts it again.</summary>
[Trait("Journal", "AzureTables")]
public sealed class RunOnAzuriteTests : IDisposable
{
    private const string Key = "rk_dev-app_only-for-development";
    private const string Ready = "Rewards is running in development mode at ";
    private const string Azurite = " runs on 127.0.0.1:";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private readonly string data = Directory.CreateTempSubdirectory("rewards-run-").FullName;

    public void Dispose() => Directory.Delete(data, recursive: true);

    [Fact]
    public async Task Run_WithAzurite_EndsWhatItStartedAndGoesOnFromItsData()
    {
        OwnAzurite.RequireProgram();

        var first = await LiveAsync("false");
        var second = await LiveAsync("true");

        Assert.Equal(first, second);
        Assert.True(Directory.Exists(Path.Combine(data, "azurite")), "There is no folder with Azurite's data.");
    }

    /// <summary>Starts it, posts the same activity each time, and ends it as Ctrl-C and a supervisor do.</summary>
    /// <returns>The awards of the activity.</returns>
    private async Task<string> LiveAsync(string replayed)
    {
        var log = new ProcessLog();
        using var process = Start(log);
        try
        {
            var address = await AfterAsync(process, log, Ready);
            var port = int.Parse((await AfterAsync(process, log, Azurite)).Split(' ')[0], CultureInfo.InvariantCulture);
            var told = await PostAsync(address);
            Assert.Equal(replayed, told["replayed"]!.ToJsonString());

            using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
            await process.WaitForExitAsync().WaitAsync(Patience);

            Assert.Equal(0, process.ExitCode);
            using var client = new TcpClient();
            await Assert.ThrowsAsync<SocketException>(() => client.ConnectAsync("127.0.0.1", port));
            return told["awards"]!.ToJsonString();
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static async Task<JsonNode> PostAsync(string address)
    {
        using var http = new HttpClient { BaseAddress = new Uri(address) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        using var body = new StringContent(Bodies.Quiz("1", "lin"), null, "application/json");
        using var answer = await http.PostAsync(
            new Uri("/v1/communities/ops-articles/activities", UriKind.Relative), body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }

    private Process Start(ProcessLog log)
    {
        var info = new ProcessStartInfo(Path.Combine(Repository.Root, "run"), ["--azurite"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["REWARDS_DATA"] = data, ["REWARDS_URL"] = "http://127.0.0.1:0" },
        };
        foreach (var inherited in new[] { "REWARDS_AZURE_TABLES", "ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT" })
        {
            info.Environment.Remove(inherited);
        }

        var process = new Process { StartInfo = info };
        process.OutputDataReceived += log.Take;
        process.ErrorDataReceived += log.Take;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>What a line says after a text; the log where the process ends first.</summary>
    private static async Task<string> AfterAsync(Process process, ProcessLog log, string text)
    {
        var said = log.WaitForAsync(line => line.Contains(text, StringComparison.Ordinal));
        var ended = process.WaitForExitAsync();
        if (await Task.WhenAny(said, ended).WaitAsync(Patience) == ended)
        {
            Assert.Fail($"It ended with {process.ExitCode}:\n{log.Text}");
        }

        var line = await said;
        return line[(line.IndexOf(text, StringComparison.Ordinal) + text.Length)..].Trim();
    }
}
