using System.Text.Json;
using System.Text.Json.Nodes;

namespace Rewards.Server.Tests.OpenApi;

/// <summary>
/// The shape of a value: which fields of which kind it has, whatever they say. Items of a list count together.
/// </summary>
internal static class AnswerShape
{
    public static string Of(JsonNode? value) =>
        string.Join('\n', Lines(value, "").Distinct().Order(StringComparer.Ordinal));

    private static IEnumerable<string> Lines(JsonNode? value, string path) => value switch
    {
        JsonObject map => map.SelectMany(entry => Lines(entry.Value, $"{path}/{entry.Key}")).Prepend($"{path}: object"),
        JsonArray list => list.SelectMany(item => Lines(item, $"{path}/*")).Prepend($"{path}: array"),
        _ => [$"{path}: {value?.GetValueKind() ?? JsonValueKind.Null}"],
    };
}
