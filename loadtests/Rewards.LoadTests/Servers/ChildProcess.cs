using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Rewards.LoadTests.Servers;

/// <summary>A server or command started by the run, its output kept for when something goes wrong.</summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private const int OutputKeptMax = 64 * 1024;
    private const int InterruptSignal = 2;
    private const int TerminateSignal = 15;
    private static readonly TimeSpan StopMax = TimeSpan.FromSeconds(120);

    private readonly Process process;
    private readonly string name;
    private readonly StringBuilder output = new();
    private bool disposed;

    private ChildProcess(Process process, string name)
    {
        this.process = process;
        this.name = name;
    }

    public int Pid => process.Id;

    public bool HasExited => process.HasExited;

    public string Output
    {
        get
        {
            lock (output)
                return output.ToString();
        }
    }

    public static ChildProcess Start(
        string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (key, value) in environment ?? new Dictionary<string, string>())
            start.Environment[key] = value;
        var child = new ChildProcess(
            Process.Start(start) ?? throw new InvalidOperationException($"{file} did not start."),
            Path.GetFileName(file));
        child.process.OutputDataReceived += child.Keep;
        child.process.ErrorDataReceived += child.Keep;
        child.process.BeginOutputReadLine();
        child.process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Runs a command to its end and returns what it printed.</summary>
    /// <exception cref="InvalidOperationException">The command failed; the message holds its output.</exception>
    public static async Task<string> RunAsync(
        string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var child = Start(file, arguments, environment);
        await child.process.WaitForExitAsync();
        return child.process.ExitCode == 0
            ? child.Output
            : throw new InvalidOperationException($"{child.name} failed ({child.process.ExitCode}):\n{child.Output}");
    }

    /// <summary>SIGTERM: the graceful stop of the .NET servers.</summary>
    public Task TerminateAsync() => StopAsync(TerminateSignal);

    /// <summary>SIGINT: the fast shutdown of PostgreSQL.</summary>
    public Task InterruptAsync() => StopAsync(InterruptSignal);

    public async ValueTask DisposeAsync()
    {
        if (disposed)
            return;
        disposed = true;
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private async Task StopAsync(int signal)
    {
        if (!process.HasExited && Kill(process.Id, signal) != 0)
            throw new InvalidOperationException($"Signal {signal} could not be sent to {name}.");
        using var limit = new CancellationTokenSource(StopMax);
        await process.WaitForExitAsync(limit.Token);
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (output)
        {
            if (line.Data is not null && output.Length < OutputKeptMax)
                output.AppendLine(line.Data);
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int pid, int signal);
}
