using System.Text.Json.Nodes;
using Rewards.Server.Http;
using Rewards.Server.OpenApi;

namespace Rewards.Server.Tests.OpenApi;

/// <summary>The document names every problem where it can occur.</summary>
public sealed class ProblemTests
{
    private static readonly JsonObject Document = Operation.Document();
    private static readonly JsonObject Groups = OpenApiDocument.Parts()
        .Select(part => part.Part["x-problem-groups"]).OfType<JsonObject>().Single();

    [Fact]
    public void Problems_OfTheCatalogue_AreNamedByAnOperationOrSaidToBelongToNone()
    {
        var lines = Document["components"]!["schemas"]!["LineProblem"]!["properties"]!["type"]!["enum"]!.AsArray();
        var named = Operation.Of(Document)
            .SelectMany(operation => operation.Content["responses"]!.AsObject())
            .SelectMany(response => Types(response.Value!))
            .Concat(lines.Select(type => type!.GetValue<string>()))
            .Select(type => type["/problems/".Length..])
            .Distinct();
        var elsewhere = ProblemResponses.Resolve(["@any-address", "@no-operation-yet"], Groups).Except(["not-found"]);
        Assert.Equal(
            ProblemCatalogue.ByCode.Keys.Order(StringComparer.Ordinal),
            named.Concat(elsewhere).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Problems_OfOperationsWithAScope_IncludeThoseOfAccess() => Assert.All(
        Operation.Of(Document),
        operation =>
        {
            Assert.Equal(operation.Scope is not null, operation.Content["responses"]!["401"] is not null);
            Assert.Equal(operation.Scope is not null, operation.Content["responses"]!["403"] is not null);
            Assert.Equal(operation.Scope is null, operation.Content["security"] is JsonArray { Count: 0 });
        });

    [Fact]
    public void Problems_ThatSayWhenToTryAgain_AreDescribedWithTheHeader() => Assert.All(
        Operation.Of(Document).SelectMany(operation => operation.Content["responses"]!.AsObject())
            .Where(response => response.Key is "429" or "503" && Types(response.Value!).Any()),
        response => Assert.NotNull(response.Value!["headers"]!["Retry-After"]));

    [Fact]
    public void Problems_ACodeThatIsNotInTheCatalogue_IsRefused() =>
        Assert.Throws<InvalidOperationException>(() => ProblemResponses.Resolve(["no-such-problem"], Groups).ToList());

    private static IEnumerable<string> Types(JsonNode response) =>
        response["content"]!["application/problem+json"]?["schema"]!["allOf"]![1]!["properties"]!["type"]!["enum"]!
            .AsArray().Select(type => type!.GetValue<string>()) ?? [];
}
