using System.Diagnostics;
using System.Globalization;
using Rewards.Server.Tests.Configuration;

namespace Rewards.Server.Tests.Running;

/// <summary>A real server process on a port of its own, over the files of a <see cref="ServerSetup"/>.</summary>
internal sealed class RewardsServer : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process process;
    private readonly ProcessLog log = new();
    private readonly ProcessLog output = new();
    private Api? api;

    private RewardsServer(ServerSetup setup)
    {
        process = new Process { StartInfo = StartInfo(setup) };
        process.OutputDataReceived += log.Take;
        process.OutputDataReceived += output.Take;
        process.ErrorDataReceived += log.Take;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Calls with the admin key.</summary>
    public Api Api => api ?? throw new InvalidOperationException("The server does not listen.");

    public string Log => log.Text;

    /// <summary>What it wrote to standard output.</summary>
    public string Output => output.Text;

    /// <summary>Starts a server and waits until it takes requests.</summary>
    public static async Task<RewardsServer> StartAsync(ServerSetup setup)
    {
        var server = new RewardsServer(setup);
        var listens = server.log.WaitForAsync(line => line.Contains(Listening, StringComparison.Ordinal));
        var ended = server.process.WaitForExitAsync();
        if (await Task.WhenAny(listens, ended).WaitAsync(Patience) == ended)
        {
            throw new InvalidOperationException($"The server ended with {server.process.ExitCode}:\n{server.Log}");
        }

        var line = await listens;
        var address = line[(line.IndexOf(Listening, StringComparison.Ordinal) + Listening.Length)..];

        // In a log of JSON the message ends at a quote.
        server.api = new Api(new Uri(address.Split('"')[0]));
        var ready = await server.Api.GetAsync("/health/ready");
        Assert.True(ready.Status == 200, ready.Text);
        return server;
    }

    /// <summary>Starts a server that is expected to refuse; its exit code and everything that it wrote.</summary>
    public static async Task<(int ExitCode, string Log)> StartAndEndAsync(ServerSetup setup)
    {
        await using var server = new RewardsServer(setup);
        await server.process.WaitForExitAsync().WaitAsync(Patience);
        return (server.process.ExitCode, server.Log);
    }

    public Task<string> WaitForLogAsync(string text) =>
        log.WaitForAsync(line => line.Contains(text, StringComparison.Ordinal)).WaitAsync(Patience);

    /// <summary>SIGKILL: nothing can be finished.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync().WaitAsync(Patience);
    }

    /// <summary>SIGTERM, as a supervisor stops a server; the exit code.</summary>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        await process.WaitForExitAsync().WaitAsync(Patience);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        api?.Dispose();
        if (!process.HasExited)
        {
            await KillAsync();
        }

        process.Dispose();
    }

    private static ProcessStartInfo StartInfo(ServerSetup setup)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var program = Path.Combine(
            Folder.OfRepository(), "src", "Rewards.Server", "bin", configuration, "net10.0", "Rewards.Server.dll");
        string[] command =
        [
            "dotnet", program, "--config", setup.Config, "--data", setup.Data, "--urls", "http://127.0.0.1:0",
            .. setup.Arguments,
        ];
        if (setup.FileKilobytesMax is { } max)
        {
            // Without the trap the system ends a process that writes too large a file, instead of failing the write.
            var limit = string.Create(CultureInfo.InvariantCulture, $"trap '' XFSZ; ulimit -f {max}; exec \"$@\"");
            command = ["bash", "-c", limit, "bash", .. command];
        }

        var info = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.Environment.Remove("ASPNETCORE_ENVIRONMENT");
        info.Environment.Remove("DOTNET_ENVIRONMENT");
        if (setup.FileKilobytesMax is not null)
        {
            // The runtime maps its code through a large file in memory, which the limit would forbid.
            info.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        }

        foreach (var (name, value) in setup.Environment)
        {
            info.Environment[name] = value;
        }

        return info;
    }
}
