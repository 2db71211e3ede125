using System.Text.Json;
using System.Text.Json.Nodes;
using Rewards.Server.Http;

namespace Rewards.Server.OpenApi;

/// <summary>
/// <c>GET /openapi/v1.json</c>. The document is kept by hand in the JSON files beside this one, which are parts of the
/// program; a test compares it with the routes and sends its examples.
/// </summary>
internal static class OpenApiDocument
{
    private const string ResourcePrefix = "openapi/";

    private static readonly JsonSerializerOptions Written = new()
    {
        Encoder = JsonText.WriterOptions.Encoder,
        WriteIndented = true,
    };

    private static readonly Lazy<byte[]> Utf8 = new(static () => JsonSerializer.SerializeToUtf8Bytes(Build(), Written));

    public static async Task GetAsync(HttpContext context)
    {
        context.Response.ContentType = BodyReader.Json;
        context.Response.ContentLength = Utf8.Value.Length;
        await context.Response.BodyWriter.WriteAsync(Utf8.Value, context.RequestAborted);
    }

    public static JsonObject Build()
    {
        var document = new JsonObject();
        foreach (var (_, part) in Parts())
        {
            Merge(document, part, "#");
        }

        ProblemResponses.WriteOut(document);
        return document;
    }

    /// <summary>The files as they are kept, in order of their names; the one with the title comes first.</summary>
    public static IEnumerable<(string Name, JsonObject Part)> Parts()
    {
        var assembly = typeof(OpenApiDocument).Assembly;
        foreach (var name in assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal))
            .OrderBy(name => name != ResourcePrefix + "document.json")
            .ThenBy(name => name, StringComparer.Ordinal))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            yield return (name, JsonNode.Parse(stream)!.AsObject());
        }
    }

    /// <summary>Adds a part; objects grow together, everything else may be said only once.</summary>
    private static void Merge(JsonObject whole, JsonObject part, string path)
    {
        foreach (var (name, value) in part)
        {
            if (!whole.TryGetPropertyValue(name, out var known))
            {
                whole[name] = value?.DeepClone();
            }
            else if (known is JsonObject section && value is JsonObject more)
            {
                Merge(section, more, $"{path}/{name}");
            }
            else
            {
                throw new InvalidOperationException($"Two parts of the OpenAPI document say {path}/{name}.");
            }
        }
    }
}
