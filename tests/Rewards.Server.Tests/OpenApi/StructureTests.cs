using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Rewards.Server.Tests.OpenApi;

/// <summary>The document is OpenAPI 3.1 by its structure, as far as it uses it.</summary>
public sealed partial class StructureTests
{
    private static readonly JsonObject Document = Operation.Document();
    private static readonly SchemaValidator Schemas = new(Document);

    [Fact]
    public void Document_ItsHead_IsThatOfOpenApi31()
    {
        Assert.Matches(@"^3\.1\.\d$", Document["openapi"]!.GetValue<string>());
        Assert.NotNull(Document["info"]!["title"]);
        Assert.NotNull(Document["info"]!["version"]);
        var known = new[] { "openapi", "info", "servers", "security", "tags", "components", "paths" };
        Assert.Empty(Document.Select(entry => entry.Key).Except(known));
    }

    [Fact]
    public void Document_EveryReference_LeadsToAPartAndEveryPartIsUsed()
    {
        var references = References(Document).ToHashSet();
        Assert.All(references, reference => Assert.NotNull(Schemas.Resolve(reference)));
        var parts = Document["components"]!.AsObject()
            .Where(kind => kind.Key != "securitySchemes")
            .SelectMany(kind => kind.Value!.AsObject().Select(part => $"#/components/{kind.Key}/{part.Key}"));
        Assert.Empty(parts.Except(references));
    }

    [Fact]
    public void Document_EverySchema_UsesKnownKeywordsInTheirShape() => Assert.Empty(SchemasOf(Document)
        .SelectMany(schema => SchemaKeywords.Mistakes(schema.Schema, schema.Path)));

    [Fact]
    public void Document_EveryBodyThatIsSent_RefusesFieldsThatAreNotDeclared()
    {
        var open = from operation in Operation.Of(Document)
                   from content in operation.Content["requestBody"]?["content"]?.AsObject() ?? []
                   let schema = content.Value!["x-line-schema"] ?? content.Value["schema"]
                   let body = Schemas.Resolve(schema!["$ref"]!.GetValue<string>())
                   where body["additionalProperties"]?.ToJsonString() != "false"
                   select operation.Id;
        Assert.Empty(open);
    }

    [Fact]
    public void Operations_EachOne_IsNamedOnceAndSaysWhatItNeedsAndAnswers()
    {
        var operations = Operation.Of(Document).ToList();
        Assert.Equal(operations.Count, operations.Select(operation => operation.Id).Distinct().Count());
        var tags = Document["tags"]!.AsArray().Select(tag => tag!["name"]!.GetValue<string>()).ToHashSet();
        Assert.All(operations, operation =>
        {
            Assert.NotNull(operation.Content["summary"]);
            Assert.All(operation.Content["tags"]!.AsArray(), tag => Assert.Contains(tag!.GetValue<string>(), tags));
            Assert.All(operation.Content["responses"]!.AsObject(), response =>
            {
                Assert.Matches("^[2-5][0-9][0-9]$", response.Key);
                Assert.NotNull(response.Value!["description"]);
            });
        });
    }

    [Fact]
    public void Operations_ParametersOfTheirPaths_AreDeclaredAndNoOthers()
    {
        foreach (var operation in Operation.Of(Document))
        {
            var parameters = operation.Parameters(Schemas).ToList();
            Assert.All(parameters, parameter => Assert.NotNull(parameter["schema"]));
            var inPath = parameters.Where(parameter => parameter["in"]!.GetValue<string>() == "path").ToList();
            Assert.All(inPath, parameter => Assert.True(parameter["required"]!.GetValue<bool>()));
            Assert.Equal(
                Placeholder().Matches(operation.Path).Select(match => match.Groups[1].Value).Order(),
                inPath.Select(parameter => parameter["name"]!.GetValue<string>()).Order());
        }
    }

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(entry =>
            entry.Key == "$ref" ? [entry.Value!.ToString()] : References(entry.Value)),
        JsonArray list => list.SelectMany(References),
        _ => [],
    };

    private static IEnumerable<(string Path, JsonNode? Schema)> SchemasOf(JsonObject document) =>
        document["components"]!["schemas"]!.AsObject().Select(part => ($"#/components/schemas/{part.Key}", part.Value))
            .Concat(WhereNamed(document["paths"]!, "#/paths"))
            .Concat(WhereNamed(document["components"]!["parameters"]!, "#/components/parameters"))
            .Concat(WhereNamed(document["components"]!["headers"]!, "#/components/headers"));

    /// <summary>Everything that is called a schema, outside examples.</summary>
    private static IEnumerable<(string Path, JsonNode? Schema)> WhereNamed(JsonNode node, string path) => node switch
    {
        JsonObject map => map.Where(entry => entry.Key is not ("example" or "examples") && entry.Value is not null)
            .SelectMany(entry => entry.Key is "schema" or "x-line-schema"
                ? [($"{path}/{entry.Key}", entry.Value)]
                : WhereNamed(entry.Value!, $"{path}/{entry.Key}")),
        JsonArray list => list.SelectMany((item, i) => WhereNamed(item!, $"{path}/{i}")),
        _ => [],
    };

    [GeneratedRegex(@"\{([a-z]+)\}")]
    private static partial Regex Placeholder();
}
