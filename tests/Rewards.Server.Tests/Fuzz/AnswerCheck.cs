using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Rewards.Server.Tests.OpenApi;
using Rewards.Server.Tests.Running;

namespace Rewards.Server.Tests.Fuzz;

/// <summary>Whether an answer is one that the document describes.</summary>
internal sealed class AnswerCheck(JsonObject document)
{
    private const string Problem = "application/problem+json";

    /// <summary>What the web server may answer to a head that is no HTTP, without a body.</summary>
    private static readonly int[] OfBrokenHeads = [400, 414, 431, 501];

    /// <summary>Two of these run at once; a third one is told so, and several clients may well send three.</summary>
    private static readonly string[] FewAtOnce = ["simulateRules", "previewGrants", "confirmGrants"];

    private readonly SchemaValidator schemas = new(document);

    /// <summary>Null when all is well.</summary>
    public string? Breach(Draft draft, Answer? answer)
    {
        if (answer is null)
        {
            return draft.IsBroken ? null : "The connection ended without an answer.";
        }

        if (answer.Status >= 500 && !IsOneTooMany(draft, answer))
        {
            return $"is answered with {answer.Status}.";
        }

        if (draft.IsBroken && OfBrokenHeads.Contains(answer.Status) && answer.Text.Length == 0)
        {
            return null;
        }

        if (draft.Method == "HEAD")
        {
            return null;
        }

        return draft.MayBeElsewhere ? General(answer) : OfOperation(draft.Operation, answer);
    }

    private static bool IsOneTooMany(Draft draft, Answer answer) =>
        answer.Status == 503 && FewAtOnce.Contains(draft.Operation.Id)
        && answer.Text.Contains("\"/problems/busy\"", StringComparison.Ordinal);

    /// <summary>Of an answer to nobody knows which operation only this much is certain.</summary>
    private string? General(Answer answer)
    {
        if (answer.Status < 400)
        {
            return answer.Type is "application/json" or "application/x-ndjson" or "text/csv" or "image/svg+xml"
                ? null : $"has type '{answer.Type}'.";
        }

        return answer.Type == Problem
            ? Mistakes(answer, schemas.Resolve("#/components/schemas/Problem").AsObject())
            : $"is no problem: {answer.Status} '{answer.Type}' {answer.Text}";
    }

    private string? OfOperation(Operation operation, Answer answer)
    {
        var status = answer.Status.ToString(CultureInfo.InvariantCulture);
        if (operation.Content["responses"]![status] is not { } response)
        {
            return $"is answered with {status}, which is not described: {answer.Text}";
        }

        return response["content"]?[answer.Type] is { } content
            ? content["x-line-schema"] is { } line
                ? Lines(answer, line.AsObject())
                : Mistakes(answer, content["schema"]!.AsObject())
            : $"is answered with {status} and type '{answer.Type}', which is not described: {answer.Text}";
    }

    private string? Lines(Answer answer, JsonObject schema) =>
        Api.LinesOf(answer).Select(line => Mistakes(line, schema)).FirstOrDefault(mistake => mistake is not null);

    private string? Mistakes(Answer answer, JsonObject schema)
    {
        if (!answer.Type.EndsWith("json", StringComparison.Ordinal) && answer.Type.Length > 0)
        {
            // A table or a picture: the document promises a text.
            return answer.Text.Length > 0 ? null : $"is empty, of type {answer.Type}";
        }

        try
        {
            var mistakes = schemas.Validate(answer.Json, schema);
            return mistakes.Count == 0 ? null : $"{string.Join("; ", mistakes)}: {answer.Text}";
        }
        catch (JsonException e)
        {
            return $"is not JSON ({e.Message}): {answer.Text}";
        }
    }
}
