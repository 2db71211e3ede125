using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Rewards.Server.Tests.Containers;

/// <summary>
/// A container registry on loopback that holds one image, with nothing in it but an empty folder: a base to build on
/// where no real one can be reached. It speaks the part of the distribution protocol that a pull needs.
/// </summary>
internal sealed class BaseImageRegistry : IAsyncDisposable
{
    public const string User = "1654";
    private const string ManifestType = "application/vnd.docker.distribution.manifest.v2+json";
    private readonly Dictionary<string, byte[]> blobs = [];
    private readonly WebApplication app;

    private BaseImageRegistry(WebApplication app) => this.app = app;

    public string Image => $"localhost:{new Uri(app.Urls.First()).Port}/base:1";

    public static async Task<BaseImageRegistry> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var registry = new BaseImageRegistry(builder.Build());
        var manifest = registry.AddImage();
        registry.app.Run(context => registry.AnswerAsync(context, manifest));
        await registry.app.StartAsync();
        return registry;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    /// <summary>Adds layer and configuration; returns the manifest that names them.</summary>
    private byte[] AddImage()
    {
        var (layer, tar) = Layer();
        var configuration = new JsonObject
        {
            ["architecture"] = "amd64",
            ["os"] = "linux",
            ["config"] = new JsonObject { ["User"] = User, ["Env"] = new JsonArray("PATH=/usr/bin:/bin") },
            ["rootfs"] = new JsonObject { ["type"] = "layers", ["diff_ids"] = new JsonArray(Digest(tar)) },
        };
        var content = Encoding.UTF8.GetBytes(configuration.ToJsonString());
        return Encoding.UTF8.GetBytes(new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = ManifestType,
            ["config"] = Add("application/vnd.docker.container.image.v1+json", content),
            ["layers"] = new JsonArray(Add("application/vnd.docker.image.rootfs.diff.tar.gzip", layer)),
        }.ToJsonString());
    }

    private static (byte[] Layer, byte[] Tar) Layer()
    {
        using var tar = new MemoryStream();
        using (var writer = new TarWriter(tar, leaveOpen: true))
        {
            writer.WriteEntry(new PaxTarEntry(TarEntryType.Directory, "tmp/"));
        }

        using var layer = new MemoryStream();
        using (var gzip = new GZipStream(layer, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(tar.ToArray());
        }

        return (layer.ToArray(), tar.ToArray());
    }

    private JsonObject Add(string type, byte[] content)
    {
        blobs[Digest(content)] = content;
        return new JsonObject { ["mediaType"] = type, ["size"] = content.Length, ["digest"] = Digest(content) };
    }

    private static string Digest(byte[] content) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(content));

    private Task AnswerAsync(HttpContext context, byte[] manifest)
    {
        var path = context.Request.Path.Value!;
        var (type, content) = path switch
        {
            "/v2/" => ("application/json", "{}"u8.ToArray()),
            _ when path.StartsWith("/v2/base/manifests/", StringComparison.Ordinal) => (ManifestType, manifest),
            _ => ("application/octet-stream", blobs.GetValueOrDefault(path.Split('/')[^1], [])),
        };
        context.Response.StatusCode = content.Length == 0 ? 404 : 200;
        context.Response.ContentType = type;
        context.Response.ContentLength = content.Length;
        context.Response.Headers["Docker-Content-Digest"] = Digest(content);
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : context.Response.Body.WriteAsync(content).AsTask();
    }
}
