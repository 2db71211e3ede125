using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Rewards.Server.Tests.OpenApi;

/// <summary>Makes the request that an operation's examples describe.</summary>
internal static class ExampleCall
{
    /// <param name="operation">The operation.</param>
    /// <param name="schemas">Resolves its parameters.</param>
    /// <param name="body">The example of the body; null: none is sent.</param>
    /// <param name="replace">Gives a parameter another value than its example, or returns it as it is.</param>
    public static HttpRequestMessage Of(
        Operation operation, SchemaValidator schemas, JsonNode? body, Func<string, string> replace)
    {
        var path = operation.Path;
        var query = new List<string>();
        var headers = new Dictionary<string, string>();
        foreach (var parameter in operation.Parameters(schemas).Where(parameter => parameter["example"] is not null))
        {
            var name = parameter["name"]!.GetValue<string>();
            var value = replace(parameter["example"]!.ToString());
            switch (parameter["in"]!.GetValue<string>())
            {
                case "path":
                    path = path.Replace($"{{{name}}}", Uri.EscapeDataString(value), StringComparison.Ordinal);
                    break;
                case "query": query.Add($"{name}={Uri.EscapeDataString(value)}"); break;
                default: headers.Add(name, value); break;
            }
        }

        var request = new HttpRequestMessage(
            HttpMethod.Parse(operation.Method.ToUpperInvariant()),
            query.Count == 0 ? path : $"{path}?{string.Join('&', query)}");
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        if (operation.Scope is { } scope)
        {
            request.Headers.Authorization =
                new AuthenticationHeaderValue("Bearer", $"rk_dev-{scope}_only-for-development");
        }

        if (body is not null)
        {
            var type = operation.Content["requestBody"]!["content"]!.AsObject().Single().Key;
            request.Content = new StringContent(
                Text(Replaced(body, replace)), Encoding.UTF8, new MediaTypeHeaderValue(type));
        }

        return request;
    }

    /// <summary>What the server has made since, in place of what the example shows of it.</summary>
    private static JsonNode Replaced(JsonNode body, Func<string, string> replace)
    {
        if (body is not JsonObject)
        {
            return body;
        }

        var fields = body.DeepClone().AsObject();
        foreach (var (name, value) in body.AsObject())
        {
            if (value is JsonValue text && text.TryGetValue<string>(out var shown))
            {
                fields[name] = replace(shown);
            }
        }

        return fields;
    }

    private static string Text(JsonNode body) =>
        body is JsonValue lines ? lines.GetValue<string>() : body.ToJsonString();
}
