using System.Text.Json;
using System.Text.Json.Nodes;

namespace Rewards.Server.Tests.OpenApi;

/// <summary>The keywords that the document's schemas may use, each with the shape of its value.</summary>
internal static class SchemaKeywords
{
    public static readonly IReadOnlyDictionary<string, JsonValueKind[]> Shapes = new Dictionary<string, JsonValueKind[]>
    {
        ["$ref"] = [JsonValueKind.String],
        ["type"] = [JsonValueKind.String, JsonValueKind.Array],
        ["const"] = [JsonValueKind.String, JsonValueKind.Number, JsonValueKind.True, JsonValueKind.False],
        ["enum"] = [JsonValueKind.Array],
        ["oneOf"] = [JsonValueKind.Array],
        ["allOf"] = [JsonValueKind.Array],
        ["not"] = [JsonValueKind.Object],
        ["required"] = [JsonValueKind.Array],
        ["properties"] = [JsonValueKind.Object],
        ["additionalProperties"] = [JsonValueKind.Object, JsonValueKind.False],
        ["propertyNames"] = [JsonValueKind.Object],
        ["minProperties"] = [JsonValueKind.Number],
        ["maxProperties"] = [JsonValueKind.Number],
        ["items"] = [JsonValueKind.Object],
        ["minItems"] = [JsonValueKind.Number],
        ["maxItems"] = [JsonValueKind.Number],
        ["minLength"] = [JsonValueKind.Number],
        ["maxLength"] = [JsonValueKind.Number],
        ["pattern"] = [JsonValueKind.String],
        ["minimum"] = [JsonValueKind.Number],
        ["maximum"] = [JsonValueKind.Number],
        ["default"] = [JsonValueKind.String, JsonValueKind.Number],
        ["description"] = [JsonValueKind.String],
        ["format"] = [JsonValueKind.String],
    };

    /// <summary>What is wrong with a schema itself, at any depth.</summary>
    public static IEnumerable<string> Mistakes(JsonNode? schema, string path)
    {
        if (schema is not JsonObject map)
        {
            return [$"{path} is no schema"];
        }

        var own = map
            .Where(entry => !Shapes.TryGetValue(entry.Key, out var shapes)
                || !shapes.Contains(entry.Value!.GetValueKind()))
            .Select(entry => $"{path}/{entry.Key} is not known or has the wrong shape");
        var unknown = (map["required"]?.AsArray() ?? [])
            .Where(name => map["properties"] is JsonObject declared && !declared.ContainsKey(name!.ToString()))
            .Select(name => $"{path} requires {name}, which it does not declare");
        return own.Concat(unknown).Concat(Parts(map).SelectMany(part => Mistakes(part.Schema, $"{path}/{part.Path}")));
    }

    private static IEnumerable<(string Path, JsonNode? Schema)> Parts(JsonObject schema) => schema.SelectMany(entry =>
        entry.Key switch
        {
            "properties" => entry.Value!.AsObject().Select(part => ($"properties/{part.Key}", part.Value)),
            "oneOf" or "allOf" => entry.Value!.AsArray().Select((part, i) => ($"{entry.Key}/{i}", part)),
            "items" or "not" or "propertyNames" => [(entry.Key, entry.Value)],
            "additionalProperties" when entry.Value is JsonObject => [(entry.Key, entry.Value)],
            _ => [],
        });
}
