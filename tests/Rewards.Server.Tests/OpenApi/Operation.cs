using System.Text.Json.Nodes;
using Rewards.Server.OpenApi;

namespace Rewards.Server.Tests.OpenApi;

/// <summary>One operation of the document.</summary>
internal sealed record Operation(string Method, string Path, JsonObject Content, JsonObject PathItem)
{
    public string Id => Content["operationId"]!.GetValue<string>();

    /// <summary>The scope that it asks for; null: no key.</summary>
    public string? Scope => Content["x-scope"]?.GetValue<string>();

    /// <summary>In the order of writing.</summary>
    public static IEnumerable<Operation> Of(JsonObject document) =>
        from path in document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        where operation.Key != "parameters"
        select new Operation(operation.Key, path.Key, operation.Value!.AsObject(), path.Value.AsObject());

    /// <summary>Parameters of path and operation, references resolved.</summary>
    public IEnumerable<JsonObject> Parameters(SchemaValidator validator) =>
        from list in (JsonNode?[])[PathItem["parameters"], Content["parameters"]]
        from parameter in list?.AsArray() ?? []
        select parameter["$ref"] is { } reference
            ? validator.Resolve(reference.GetValue<string>()).AsObject()
            : parameter.AsObject();

    /// <summary>The document as the server serves it.</summary>
    public static JsonObject Document() => OpenApiDocument.Build();

    /// <summary>Named examples of a body or answer; one without a name is called "".</summary>
    public static IEnumerable<(string Name, JsonNode Value)> Examples(JsonNode? mediaType) =>
        mediaType?["examples"] is JsonObject named
            ? named.Select(example => (example.Key, example.Value!["value"]!))
            : mediaType?["example"] is { } single ? [("", single)] : [];

    public override string ToString() => $"{Method} {Path}";
}
