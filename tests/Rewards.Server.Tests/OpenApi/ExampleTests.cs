using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Rewards.Server.Tests.Readme;

namespace Rewards.Server.Tests.OpenApi;

/// <summary>
/// Every example of the document is true: each request, sent in the order of the document to a server in development
/// mode, is answered with the status, the schema and the shape that the document shows.
/// </summary>
public sealed class ExampleTests
{
    /// <summary>Repeats of a read until a projection has followed, or due work is done.</summary>
    private const int AttemptsMax = 20_000;

    private static readonly JsonObject Document = Operation.Document();
    private static readonly SchemaValidator Schemas = new(Document);

    /// <summary>What must lie ahead does so whenever the test is run.</summary>
    private readonly Dictionary<string, string> replacements = new()
    {
        ["2027-01-01T00:00:00Z"] = TimeProvider.System.GetUtcNow().AddDays(30)
            .ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
    };

    [Fact]
    public async Task Examples_SentInOrder_AreAnsweredAsShown()
    {
        await using var server = new DevelopmentServer();
        await server.InitializeAsync();
        foreach (var operation in Operation.Of(Document))
        {
            var (status, response) = operation.Content["responses"]!.AsObject().First(entry => entry.Key[0] == '2');
            var (type, shown) = response!["content"]!.AsObject().First();
            var answers = Operation.Examples(shown).ToDictionary();
            if (operation.Id == "previewGrants")
            {
                await PublishWithGrantsAsync(server);
            }

            foreach (var (name, body) in Bodies(operation))
            {
                var attempts = operation.Method == "get" ? AttemptsMax : 1;
                string? mistake;
                do
                {
                    using var request = ExampleCall.Of(operation, Schemas, body, Replace);
                    using var answer = await server.Http.SendAsync(request, TestContext.Current.CancellationToken);
                    var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                    var head = $"{(int)answer.StatusCode} {answer.Content.Headers.ContentType?.MediaType}";
                    mistake = head != $"{status} {type}"
                        ? $"{head}: {text}"
                        : Compare(operation, shown!, answers[name], text);
                }
                while (mistake is not null && --attempts > 0);
                Assert.True(mistake is null, $"{operation} {name}: {mistake}");
            }
        }
    }

    [Fact]
    public void Examples_OfBodiesAndAnswers_FitTheirSchemas()
    {
        var mistakes = from operation in Operation.Of(Document)
                       from content in Contents(operation)
                       let schema = content["x-line-schema"] ?? content["schema"]
                       from example in Operation.Examples(content)
                       from value in Values(example.Value)
                       from mistake in Schemas.Validate(value, schema.AsObject())
                       select $"{operation} {example.Name}: {mistake}";
        Assert.Empty(mistakes);
    }

    [Fact]
    public void Examples_OfEveryOperation_ShowItsBodyAndItsAnswer() => Assert.All(
        Operation.Of(Document),
        operation => Assert.All(Contents(operation), content => Assert.NotEmpty(Operation.Examples(content))));

    private static IEnumerable<(string Name, JsonNode? Body)> Bodies(Operation operation) =>
        operation.Content["requestBody"]?["content"]!.AsObject().Single().Value is { } content
            ? Operation.Examples(content).Select(example => (example.Name, (JsonNode?)example.Value))
            : [("", null)];

    /// <summary>Bodies and answers of JSON, without problems.</summary>
    private static IEnumerable<JsonNode> Contents(Operation operation) =>
        from holder in operation.Content["responses"]!.AsObject().Select(entry => entry.Value)
            .Prepend(operation.Content["requestBody"]).OfType<JsonNode>()
        from content in holder["content"]!.AsObject()
        where content.Key is "application/json" or "application/x-ndjson"
        select content.Value!;

    /// <summary>A text is a stream of lines.</summary>
    private static IEnumerable<JsonNode?> Values(JsonNode value) => value is JsonValue lines
        ? lines.GetValue<string>().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonNode.Parse(line))
        : [value];

    /// <summary>
    /// Grants are of a version in force, and the example of a publication waits and is cancelled; they go to members
    /// in good standing, and that of the examples is muted.
    /// </summary>
    private async Task PublishWithGrantsAsync(DevelopmentServer server)
    {
        const string site = "/v1/communities/ops-articles";
        const string quiz = """
            {"id":"quiz-9","member":"mei","type":"quiz-answered","subject":"article-9","facts":{"correct":true}}
            """;
        await SendAsync(server, "app", HttpMethod.Post, site + "/activities", quiz);
        var programme = (await SendAsync(server, "operator", HttpMethod.Get, site + "/rules/1"))["programme"]!;
        programme["rules"]!.AsArray().Single(rule => rule!["id"]!.GetValue<string>() == "quiz-right")!["give"] =
            new JsonObject { ["feathers"] = 7 };
        var since = TimeProvider.System.GetUtcNow().AddDays(-1)
            .ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        var published = await SendAsync(
            server, "operator", HttpMethod.Post, $"{site}/rules?basedOn=1&retroactivity=grants-only&since={since}",
            programme.ToJsonString());
        replacements["4"] = published["version"]!.ToString();
    }

    private static async Task<JsonNode> SendAsync(
        DevelopmentServer server, string scope, HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization =
            new AuthenticationHeaderValue("Bearer", $"rk_dev-{scope}_only-for-development");
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await server.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
    }

    private string Replace(string value) => replacements.GetValueOrDefault(value, value);

    private string? Compare(Operation operation, JsonNode content, JsonNode shown, string text)
    {
        var schema = (content["x-line-schema"] ?? content["schema"])!.AsObject();
        var real = Values(content["x-line-schema"] is null ? JsonNode.Parse(text)! : text).ToList();
        if (operation.Id is "simulateRules" or "previewGrants")
        {
            // Lines of progress come first where it takes longer than a second.
            real.RemoveAll(line => line!["recordsRead"] is not null);
        }

        if (real.SelectMany(value => Schemas.Validate(value, schema)).ToList() is { Count: > 0 } mistakes)
        {
            return string.Join('\n', mistakes);
        }

        // The key that the next example revokes has an id of the server's making.
        if (operation.Id == "createApiKey")
        {
            replacements[shown["id"]!.GetValue<string>()] = real[0]!["id"]!.GetValue<string>();
        }

        // So has a preview a name, which the next example confirms.
        if (operation.Id == "previewGrants")
        {
            replacements[Values(shown).Last()!["preview"]!.GetValue<string>()] =
                real[^1]!["preview"]!.GetValue<string>();
        }

        var expected = Values(shown).Select(AnswerShape.Of);
        return operation.Id == "getOpenApi" || expected.SequenceEqual(real.Select(AnswerShape.Of))
            ? null
            : $"{text}\nhas the shape\n{string.Join('\n', real.Select(AnswerShape.Of))}\n"
                + $"and not\n{string.Join('\n', expected)}";
    }
}
