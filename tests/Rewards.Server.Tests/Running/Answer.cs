using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace Rewards.Server.Tests.Running;

/// <summary>An answer of the server; values of its JSON by path, as text: <c>answer["awards.0.amount"]</c>.</summary>
internal sealed record Answer(int Status, string Type, string Text, HttpResponseHeaders? Headers = null)
{
    private static readonly char[] Dot = ['.'];
    private JsonNode? json;

    public JsonNode Json => json ??= JsonNode.Parse(Text)!;

    /// <summary>The code of the problem; null when it is none.</summary>
    public string? Problem => Text.Length > 0 && this["type"] is { } type
        && type.StartsWith("/problems/", StringComparison.Ordinal) ? type["/problems/".Length..] : null;

    public string? this[string path] => At(path)?.ToString();

    public int Count(string path) => ((JsonArray)At(path)!).Count;

    public long Number(string path) => long.Parse(this[path]!, CultureInfo.InvariantCulture);

    public JsonNode? At(string path)
    {
        var node = Json;
        foreach (var step in path.Split(Dot))
        {
            node = node switch
            {
                JsonArray array => int.Parse(step, CultureInfo.InvariantCulture) is var i && i < array.Count
                    ? array[i] : null,
                JsonObject one => one[step],
                _ => null,
            };
        }

        return node;
    }

    public Answer Expect(int status)
    {
        Assert.True(Status == status, $"{status} expected, but got {Status}: {Text}");
        return this;
    }

    /// <summary>A problem as it is documented: code, status, media type.</summary>
    public Answer ExpectProblem(string code, int status)
    {
        Assert.True(Problem == code && Status == status, $"{status} {code} expected, but got {Status}: {Text}");
        Assert.Equal("application/problem+json", Type);
        return this;
    }
}
