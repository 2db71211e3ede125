using System.Text.Json;
using NodaTime;
using Rewards.Domain.Registry;
using Rewards.Grains;
using Rewards.Grains.Registry;
using Rewards.Server.Activities;
using Rewards.Server.Http;

namespace Rewards.Server.ApiKeys;

/// <summary>
/// <c>POST /v1/api-keys</c> creates a key and shows it once, <c>GET /v1/api-keys</c> lists keys without their secrets,
/// <c>DELETE /v1/api-keys/{id}</c> revokes one, in force from the moment of the answer.
/// </summary>
internal sealed class ApiKeyEndpoints(IGrains grains, TimeProvider time)
{
    public async Task CreateAsync(HttpContext context)
    {
        var body = await BodyReader.ReadAsync(context, BodyLimits.SingleBytesMax, ApiKeyBody.Read);
        if (body.ExpiresAt is { } expiresAt && expiresAt <= Instant.FromDateTimeOffset(time.GetUtcNow()))
        {
            throw new ProblemException(
                Problems.InvalidValue,
                "'expiresAt' lies in the past; the key would never work.",
                ("field", "expiresAt"));
        }

        var (id, key) = ApiKeyText.Make();
        var created = await grains.Registry.CreateKeyAsync(new CreateApiKey(
            id,
            ApiKeyText.Parse(key)!.Value.SecretHash,
            body.Scopes,
            body.Communities ?? [],
            body.Actor!,
            body.ExpiresAt,
            context.Principal().Actor));
        await JsonAnswer.WriteAsync(
            context, (created, key), static (json, it) =>
                Write(json, it.created, it.key), StatusCodes.Status201Created);
    }

    public async Task ListAsync(HttpContext context)
    {
        PageQuery.RequireKnown(context, "limit", "after");
        var limit = PageQuery.Limit(context);
        var after = (string?)context.Request.Query["after"];
        IEnumerable<ApiKeyView> keys = await grains.Registry.KeysAsync();
        if (after is not null && !keys.Any(key => key.Id == after))
        {
            throw new ProblemException(Problems.InvalidCursor, "'after' is not 'next' of a page of keys.");
        }

        var rest = after is null ? keys : keys.SkipWhile(key => key.Id != after).Skip(1);
        var page = rest.Take(limit + 1).ToArray();
        await JsonAnswer.WriteAsync(context, (page, limit), static (json, it) =>
        {
            json.WriteStartObject();
            json.WriteStartArray("items"u8);
            foreach (var key in it.page.Take(it.limit))
            {
                Write(json, key, null);
            }

            json.WriteEndArray();
            json.WriteString("next"u8, it.page.Length > it.limit ? it.page[it.limit - 1].Id : null);
            json.WriteEndObject();
        });
    }

    public async Task RevokeAsync(HttpContext context)
    {
        var id = (string)context.Request.RouteValues["id"]!;
        var revoked = await grains.Registry.RevokeKeyAsync(id, context.Principal().Actor);
        await JsonAnswer.WriteAsync(context, revoked, static (json, key) => Write(json, key, null));
    }

    private static void Write(Utf8JsonWriter json, ApiKeyView view, string? key)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, view.Id);
        if (key is not null)
        {
            json.WriteString("key"u8, key);
        }

        json.WriteStartArray("scopes"u8);
        foreach (var scope in Enum.GetValues<ApiScope>())
        {
            if (scope != ApiScope.None && view.Scopes.HasFlag(scope))
            {
                json.WriteStringValue(scope.ToString().ToLowerInvariant());
            }
        }

        json.WriteEndArray();
        json.WriteStartArray("communities"u8);
        foreach (var community in view.Communities)
        {
            json.WriteStringValue(community);
        }

        json.WriteEndArray();
        json.WriteString("actor"u8, view.Actor);
        json.WriteString("createdBy"u8, view.By);
        ActivityJson.WriteTime(json, "createdAt"u8, view.CreatedAt);
        ActivityJson.WriteTime(json, "expiresAt"u8, view.ExpiresAt);
        ActivityJson.WriteTime(json, "revokedAt"u8, view.RevokedAt);
        json.WriteEndObject();
    }
}
