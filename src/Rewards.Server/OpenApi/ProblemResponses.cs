using System.Globalization;
using System.Text.Json.Nodes;
using Rewards.Server.Http;

namespace Rewards.Server.OpenApi;

/// <summary>
/// Writes <c>x-problems</c> out: in an operation a response for each status, in a schema the values of <c>type</c>.
/// Status, title and remedy come from the catalogue, so that the document cannot say anything else. <c>@name</c> stands
/// for a group of codes, <c>@all</c> for the catalogue.
/// </summary>
internal static class ProblemResponses
{
    private const string Codes = "x-problems";
    private const string Groups = "x-problem-groups";

    public static void WriteOut(JsonObject document)
    {
        var groups = document[Groups]!.AsObject();
        document.Remove(Groups);
        WriteOut(document, groups);
    }

    /// <summary>The codes of a list, with its groups resolved.</summary>
    /// <exception cref="InvalidOperationException">
    /// A code is not in the catalogue, or a group is not defined.
    /// </exception>
    public static IEnumerable<string> Resolve(JsonArray codes, JsonObject groups) => codes
        .Select(code => code!.GetValue<string>())
        .SelectMany(code =>
            code == "@all" ? ProblemCatalogue.ByCode.Keys
            : code[0] == '@' ? Resolve(groups[code[1..]]?.AsArray() ?? throw Unknown(code), groups)
            : ProblemCatalogue.ByCode.ContainsKey(code) ? [code]
            : throw Unknown(code));

    private static void WriteOut(JsonNode node, JsonObject groups)
    {
        if (node is JsonArray array)
        {
            foreach (var item in array.OfType<JsonNode>())
            {
                WriteOut(item, groups);
            }
        }
        else if (node is JsonObject map)
        {
            foreach (var (_, value) in map.Where(entry => entry.Value is not null))
            {
                WriteOut(value!, groups);
            }

            if (map[Codes] is JsonArray codes)
            {
                map.Remove(Codes);
                Replace(map, [.. Resolve(codes, groups).Select(code => ProblemCatalogue.ByCode[code])]);
            }
        }
    }

    private static void Replace(JsonObject map, IReadOnlyList<ProblemType> problems)
    {
        if (map["responses"] is not JsonObject responses)
        {
            map["enum"] = TypesOf(problems);
            return;
        }

        foreach (var status in problems.GroupBy(problem => problem.Status).OrderBy(status => status.Key))
        {
            responses[status.Key.ToString(CultureInfo.InvariantCulture)] = Response(status.Key, [.. status]);
        }
    }

    private static JsonObject Response(int status, IReadOnlyList<ProblemType> problems)
    {
        var lines = problems.Select(problem => $"`{problem.Code}`: {problem.Title} {problem.Remedy}");
        var response = new JsonObject { ["description"] = string.Join("\n\n", lines) };
        if (Header(status) is var (name, component))
        {
            response["headers"] = new JsonObject { [name] = Reference($"headers/{component}") };
        }

        var type = new JsonObject { ["enum"] = TypesOf(problems) };
        var types = new JsonObject { ["properties"] = new JsonObject { ["type"] = type } };
        var schema = new JsonObject { ["allOf"] = new JsonArray(Reference("schemas/Problem"), types) };
        response["content"] = new JsonObject { ["application/problem+json"] = new JsonObject { ["schema"] = schema } };
        return response;
    }

    private static (string Name, string Component)? Header(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => ("WWW-Authenticate", "WWWAuthenticate"),
        StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable =>
            ("Retry-After", "RetryAfter"),
        _ => null,
    };

    private static JsonArray TypesOf(IEnumerable<ProblemType> problems) =>
        [.. problems.Select(problem => (JsonNode)("/problems/" + problem.Code))];

    private static JsonObject Reference(string component) => new() { ["$ref"] = "#/components/" + component };

    private static InvalidOperationException Unknown(string code) =>
        new($"The OpenAPI document names the problem '{code}', which is not in the catalogue.");
}
