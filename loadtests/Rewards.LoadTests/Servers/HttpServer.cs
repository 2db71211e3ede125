namespace Rewards.LoadTests.Servers;

/// <summary>A .NET server in a process of its own, ready to be asked.</summary>
public sealed class HttpServer : IAsyncDisposable
{
    private static readonly TimeSpan StartMax = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(5);

    private readonly ChildProcess process;

    private HttpServer(ChildProcess process, int port)
    {
        this.process = process;
        Port = port;
        Client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
    }

    public int Port { get; }

    public int Pid => process.Pid;

    public HttpClient Client { get; }

    /// <summary>Starts <c>dotnet arguments…</c> and waits for its <c>/health/ready</c>.</summary>
    public static async Task<HttpServer> StartAsync(
        int port, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var server = new HttpServer(ChildProcess.Start("dotnet", arguments, environment), port);
        var giveUpAt = DateTime.UtcNow + StartMax;
        while (!await server.IsReadyAsync())
        {
            if (!server.process.HasExited && DateTime.UtcNow < giveUpAt)
            {
                await Task.Delay(PollEvery);
                continue;
            }

            var what = server.process.HasExited ? "ended" : $"was not ready within {StartMax.TotalSeconds} s";
            await server.DisposeAsync();
            throw new InvalidOperationException($"The server {what}:\n{server.process.Output}");
        }

        return server;
    }

    public Task StopAsync() => process.TerminateAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await process.DisposeAsync();
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var answer = await Client.GetAsync("/health/ready");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
