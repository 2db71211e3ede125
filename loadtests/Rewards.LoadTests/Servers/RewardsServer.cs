using System.Globalization;
using System.Security.Cryptography;
using Rewards.LoadTests.Runs;
using Rewards.LoadTests.Workload;

namespace Rewards.LoadTests.Servers;

/// <summary>A Rewards server on a data folder; it can be stopped, killed and started again on the same one.</summary>
public sealed class RewardsServer : IAsyncDisposable
{
    private const string KeyLetters = "abcdefghijklmnopqrstuvwxyz0123456789";

    private readonly string assembly;
    private readonly string config;
    private readonly string data;
    private readonly string key;
    private HttpServer server = null!;

    private RewardsServer(string assembly, string config, string data)
    {
        (this.assembly, this.config, this.data) = (assembly, config, data);
        key = $"rk_loadtestadmin_{RandomNumberGenerator.GetString(KeyLetters, 40)}";
    }

    public int Pid => server.Pid;

    public HttpClient Client => server.Client;

    public string DataFolder => data;

    public string JournalFile => Path.Combine(data, "rewards.db");

    public long DiskBytes =>
        new DirectoryInfo(data).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);

    /// <param name="assembly">Rewards.Server.dll.</param>
    /// <param name="config">Its rewards.yaml.</param>
    /// <param name="data">Its data folder; made if it is missing.</param>
    public static async Task<RewardsServer> StartAsync(string assembly, string config, string data)
    {
        Directory.CreateDirectory(data);
        var made = new RewardsServer(assembly, config, data);
        await made.StartAgainAsync();
        return made;
    }

    public async Task StartAgainAsync()
    {
        var port = LocalPort.Free();
        var url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
        server = await HttpServer.StartAsync(
            port, [assembly, "--config", config, "--data", data, "--urls", url],
            new Dictionary<string, string> { ["REWARDS_ADMIN_KEY"] = key });
        server.Client.DefaultRequestHeaders.Authorization = new("Bearer", key);
    }

    public RequestTarget TargetOf(Account account) => account.Where("127.0.0.1", server.Port, key);

    /// <summary>Megabytes of memory in use now.</summary>
    public double ResidentMb() => Megabytes("VmRSS:");

    /// <summary>Most megabytes in use since <see cref="ForgetPeak"/>.</summary>
    public double PeakMb() => Megabytes("VmHWM:");

    /// <summary>The peak is counted from now on (proc_pid_clear_refs(5)).</summary>
    public void ForgetPeak() => File.WriteAllText($"/proc/{Pid}/clear_refs", "5");

    public async Task StopAsync()
    {
        await server.StopAsync();
        await server.DisposeAsync();
    }

    /// <summary>kill -9.</summary>
    public ValueTask KillAsync() => server.DisposeAsync();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private double Megabytes(string name)
    {
        var line = File.ReadLines($"/proc/{Pid}/status").First(l => l.StartsWith(name, StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture)
            / 1024;
    }
}
