using System.Text.Json;
using NodaTime;
using Rewards.Domain.Registry;
using Rewards.Domain.Text;
using Rewards.Server.Http;

namespace Rewards.Server.ApiKeys;

/// <summary>The body that creates a key.</summary>
internal struct ApiKeyBody
{
    private const int ListMax = 1_000;

    public ApiScope Scopes;
    public string[]? Communities;
    public string? Actor;
    public Instant? ExpiresAt;

    public static ApiKeyBody Read(ReadOnlyMemory<byte> utf8)
    {
        var body = StrictJson.ReadObject<ApiKeyBody>(utf8.Span, ReadField);
        _ = body.Actor ?? throw StrictJson.Missing("actor");
        return body.Scopes == ApiScope.None ? throw StrictJson.Missing("scopes") : body;
    }

    private static bool ReadField(ref Utf8JsonReader reader, ref ApiKeyBody target, scoped ref FieldsSeen seen)
    {
        if (reader.ValueTextEquals("scopes"u8))
        {
            StrictJson.Begin(ref reader, ref seen, 0, "scopes");
            foreach (var scope in ReadTexts(ref reader, "scopes"))
            {
                target.Scopes |= Parse(scope);
            }
        }
        else if (reader.ValueTextEquals("communities"u8))
        {
            StrictJson.Begin(ref reader, ref seen, 1, "communities");
            target.Communities = [.. ReadTexts(ref reader, "communities")];
            if (target.Communities.Length == 0)
            {
                throw new ProblemException(
                    Problems.InvalidValue,
                    "'communities' names at least one; leave it out for a key that reaches all of them.",
                    ("field", "communities"));
            }

            if (target.Communities.Select(Slug.Problem).FirstOrDefault(problem => problem is not null) is { } problem)
            {
                throw new ProblemException(
                    Problems.InvalidId, $"A name in 'communities' {problem}.", ("field", "communities"));
            }
        }
        else if (reader.ValueTextEquals("actor"u8))
        {
            StrictJson.Begin(ref reader, ref seen, 2, "actor");
            target.Actor = StrictJson.ReadId(ref reader, "actor");
        }
        else if (reader.ValueTextEquals("expiresAt"u8))
        {
            StrictJson.Begin(ref reader, ref seen, 3, "expiresAt");
            target.ExpiresAt = StrictJson.ReadTime(ref reader, "expiresAt");
        }
        else
        {
            return false;
        }

        return true;
    }

    private static ApiScope Parse(string scope) => scope switch
    {
        "app" => ApiScope.App,
        "operator" => ApiScope.Operator,
        "partner" => ApiScope.Partner,
        "admin" => ApiScope.Admin,
        _ => throw new ProblemException(
            Problems.InvalidValue, "A scope is one of app, operator, partner, admin.", ("field", "scopes")),
    };

    private static List<string> ReadTexts(ref Utf8JsonReader reader, string field)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw StrictJson.WrongType(reader, field, "array");
        }

        var texts = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (texts.Count == ListMax)
            {
                throw new ProblemException(
                    Problems.InvalidValue, $"'{field}' has at most {ListMax} entries.", ("field", field));
            }

            texts.Add(StrictJson.ReadText(ref reader, field));
        }

        return texts;
    }
}
