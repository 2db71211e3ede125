using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Azure.Core.Pipeline;
using Rewards.AzureTables;

namespace Rewards.Journal.Tests.AzureTables;

/// <summary>An Azurite of its own that takes tokens, over TLS with a certificate that this test alone trusts.</summary>
internal sealed class SecureAzurite : IAsyncDisposable
{
    /// <summary>The program that <c>./test</c> has installed.</summary>
    private const string Variable = "REWARDS_AZURITE_PROGRAM";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("rewards-azurite-");
    private readonly X509Certificate2 certificate;
    private readonly int port = FreePort();
    private Process? process;

    private SecureAzurite() => certificate = SelfSigned();

    public Uri Endpoint => new($"https://127.0.0.1:{port}/devstoreaccount1");

    public static async Task<SecureAzurite> StartAsync()
    {
        var program = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrEmpty(program))
        {
            const string reason = $"no Azurite to start: run ./test, or set {Variable} to its table service's main.js";
            Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") == "true", reason);
            Assert.Fail(reason);
        }

        var azurite = new SecureAzurite();
        await azurite.RunAsync(program);
        return azurite;
    }

    public TableClientOptions Options() => new()
    {
        Transport = new HttpClientTransport(new HttpClient(new HttpClientHandler
        {
            ServerCertificateCustomValidationCallback =
                (_, shown, _, _) => shown?.Thumbprint == certificate.Thumbprint,
        })),
    };

    public async ValueTask DisposeAsync()
    {
        if (process is { HasExited: false })
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        process?.Dispose();
        certificate.Dispose();
        folder.Delete(recursive: true);
    }

    private async Task RunAsync(string program)
    {
        var (cert, key) = (Path.Combine(folder.FullName, "cert.pem"), Path.Combine(folder.FullName, "key.pem"));
        await File.WriteAllTextAsync(cert, certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(key, certificate.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem());
        string[] arguments =
        [
            program, "--tableHost", "127.0.0.1", "--tablePort", port.ToString(CultureInfo.InvariantCulture),
            "--cert", cert, "--key", key, "--oauth", "basic", "--inMemoryPersistence", "--silent", "--disableTelemetry",
        ];
        process = Process.Start(new ProcessStartInfo("node", arguments)
        {
            RedirectStandardOutput = true,
            WorkingDirectory = folder.FullName,
        })!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Contains("successfully started", StringComparison.Ordinal))
            {
                return;
            }
        }

        Assert.Fail($"Azurite did not start at {Endpoint}.");
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest(
            "CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddHours(-1), now.AddDays(1));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
