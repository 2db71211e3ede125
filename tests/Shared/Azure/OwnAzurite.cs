using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Rewards.Tests.Shared.Azure;

/// <summary>
/// An Azurite of one test alone, in memory: for what has a whole account to itself, or arguments of its own.
/// </summary>
public sealed class OwnAzurite : IAsyncDisposable
{
    /// <summary>The program that <c>./test</c> has installed.</summary>
    private const string Variable = "REWARDS_AZURITE_PROGRAM";

    private const string Account = "devstoreaccount1";

    /// <summary>The key that every Azurite and every client of it know; not a secret.</summary>
    private const string Key =
        "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private readonly int port;
    private readonly Process process;

    private OwnAzurite(int port, Process process) => (this.port, this.process) = (port, process);

    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};TableEndpoint={Address("http")}";

    /// <summary>The table service's address.</summary>
    public Uri Address(string scheme) => new($"{scheme}://127.0.0.1:{port}/{Account}");

    /// <summary>
    /// Where its program is. Without it the test skips on a developer's machine and fails where <c>CI=true</c>.
    /// </summary>
    public static string RequireProgram()
    {
        var program = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrEmpty(program))
        {
            const string reason = $"no Azurite to start: run ./test, or set {Variable} to its table service's main.js";
            Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") == "true", reason);
            Assert.Fail(reason);
        }

        return program;
    }

    /// <summary>Starts it, if its program is there, and waits until it answers.</summary>
    public static async Task<OwnAzurite> StartAsync(params string[] arguments)
    {
        var program = RequireProgram();
        var port = FreePort();
        string[] all =
        [
            program, "--tableHost", "127.0.0.1", "--tablePort", port.ToString(CultureInfo.InvariantCulture),
            "--inMemoryPersistence", "--silent", "--disableTelemetry", .. arguments,
        ];
        var process = Process.Start(new ProcessStartInfo("node", all)
        {
            RedirectStandardOutput = true,
            WorkingDirectory = Path.GetTempPath(),
        })!;
        var azurite = new OwnAzurite(port, process);
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Contains("successfully started", StringComparison.Ordinal))
            {
                return azurite;
            }
        }

        await azurite.DisposeAsync();
        Assert.Fail($"Azurite did not start at port {port}.");
        return azurite;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
