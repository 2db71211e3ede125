using System.Diagnostics;

namespace Rewards.Server.Tests.Readme;

/// <summary>
/// The server as <c>./run</c> starts it: a process of its own in development mode, with the example communities, on a
/// free port and an empty data folder.
/// </summary>
public sealed class DevelopmentServer : IAsyncLifetime
{
    private const string Announcement = "Rewards is running in development mode at ";
    private static readonly TimeSpan StartMax = TimeSpan.FromSeconds(60);

    private readonly string data = Directory.CreateTempSubdirectory("rewards-docs-").FullName;
    private readonly List<string> output = [];
    private readonly TaskCompletionSource<string> announced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Process? process;

    public HttpClient Http { get; } = new();

    /// <summary>Where it listens, without a slash at the end.</summary>
    public string Url { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "Rewards.Server.dll"),
                "--config", Path.Combine(Repository.Root, "config", "rewards.yaml"),
                "--data", data,
                "--urls", "http://127.0.0.1:0",
            },
            Environment = { ["ASPNETCORE_ENVIRONMENT"] = "Development" },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        process = Process.Start(start)!;
        process.EnableRaisingEvents = true;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.Exited += (_, _) =>
            announced.TrySetException(new InvalidOperationException("The server ended at its start."));
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            Url = await announced.Task.WaitAsync(StartMax);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{e.Message} It said:\n{Output()}", e);
        }

        Http.BaseAddress = new Uri(Url);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (process is not null)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }

        Directory.Delete(data, recursive: true);
    }

    private void Keep(string? line)
    {
        lock (output)
        {
            output.Add(line ?? "");
        }

        if (line?.StartsWith(Announcement, StringComparison.Ordinal) == true)
        {
            announced.TrySetResult(line[Announcement.Length..].Trim());
        }
    }

    private string Output()
    {
        lock (output)
        {
            return string.Join('\n', output);
        }
    }
}
