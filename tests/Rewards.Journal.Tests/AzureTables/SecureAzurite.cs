using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Azure.Core.Pipeline;
using Rewards.AzureTables;
using Rewards.Tests.Shared.Azure;

namespace Rewards.Journal.Tests.AzureTables;

/// <summary>An Azurite of its own that takes tokens, over TLS with a certificate that this test alone trusts.</summary>
internal sealed class SecureAzurite : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("rewards-azurite-");
    private readonly X509Certificate2 certificate = SelfSigned();
    private OwnAzurite? azurite;

    private SecureAzurite()
    {
    }

    public Uri Endpoint => azurite!.Address("https");

    public static async Task<SecureAzurite> StartAsync()
    {
        var secure = new SecureAzurite();
        try
        {
            await secure.RunAsync();
            return secure;
        }
        catch
        {
            await secure.DisposeAsync();
            throw;
        }
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
        if (azurite is not null)
        {
            await azurite.DisposeAsync();
        }

        certificate.Dispose();
        folder.Delete(recursive: true);
    }

    private async Task RunAsync()
    {
        var (cert, key) = (Path.Combine(folder.FullName, "cert.pem"), Path.Combine(folder.FullName, "key.pem"));
        await File.WriteAllTextAsync(cert, certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(key, certificate.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem());
        azurite = await OwnAzurite.StartAsync("--cert", cert, "--key", key, "--oauth", "basic");
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest(
            "CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddHours(-1), now.AddDays(1));
    }
}
