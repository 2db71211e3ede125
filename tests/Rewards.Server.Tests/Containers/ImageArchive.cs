using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json.Nodes;

namespace Rewards.Server.Tests.Containers;

/// <summary>An image in a file, as <c>docker load</c> takes it, unpacked into a folder.</summary>
internal sealed class ImageArchive
{
    private ImageArchive(JsonNode manifest, JsonNode configuration) =>
        (Manifest, Configuration) = (manifest, configuration);

    public JsonNode Manifest { get; }

    /// <summary>What an engine starts, and how.</summary>
    public JsonNode Configuration { get; }

    /// <summary>Unpacks the layers one over the other, as an engine does.</summary>
    public static async Task<ImageArchive> UnpackAsync(string file, string work, string root)
    {
        await using (var stream = File.OpenRead(file))
        {
            Directory.CreateDirectory(work);
            await TarFile.ExtractToDirectoryAsync(stream, work, overwriteFiles: true);
        }

        var manifest = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(work, "manifest.json")))!.AsArray()[0]!;
        Directory.CreateDirectory(root);
        foreach (var layer in manifest["Layers"]!.AsArray())
        {
            await using var stream = File.OpenRead(Path.Combine(work, layer!.ToString()));
            await using var plain = new GZipStream(stream, CompressionMode.Decompress);
            await TarFile.ExtractToDirectoryAsync(plain, root, overwriteFiles: true);
        }

        var configuration = await File.ReadAllTextAsync(Path.Combine(work, manifest["Config"]!.ToString()));
        return new ImageArchive(manifest, JsonNode.Parse(configuration)!["config"]!);
    }
}
