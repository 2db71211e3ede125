using System.Text.Json;
using Rewards.Domain.Programmes;
using Rewards.Grains;
using Rewards.Grains.Communities;
using Rewards.Grains.Registry;
using Rewards.Server.Http;

namespace Rewards.Server.Communities;

/// <summary>
/// <c>GET /v1/communities</c> and <c>GET /v1/communities/{community}</c>: the communities that the key reaches.
/// </summary>
internal sealed class ListCommunities(IGrains grains, ProgrammeCache programmes, ApiKeyDirectory keys)
{
    public async Task ListAsync(HttpContext context)
    {
        PageQuery.RequireKnown(context, "limit", "after");
        var limit = PageQuery.Limit(context);
        var after = (string?)context.Request.Query["after"] ?? "";
        var key = keys.Find(context.Principal().KeyId);
        var all = (await grains.Registry.CommunitiesAsync())
            .Where(name => string.CompareOrdinal(name, after) > 0 && key?.Reaches(name) == true)
            .Take(limit + 1)
            .ToArray();
        await JsonAnswer.WriteAsync(context, (all, limit), static (json, it) =>
        {
            json.WriteStartObject();
            json.WriteStartArray("items"u8);
            foreach (var name in it.all.Take(it.limit))
            {
                json.WriteStartObject();
                json.WriteString("id"u8, name);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteString("next"u8, it.all.Length > it.limit ? it.all[it.limit - 1] : null);
            json.WriteEndObject();
        });
    }

    public async Task GetAsync(HttpContext context)
    {
        var programme = await programmes.CurrentAsync(RawPath.Community(context).Value);
        await JsonAnswer.WriteAsync(context, programme, Write);
    }

    private static void Write(Utf8JsonWriter json, Programme programme)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, programme.Community.Value);
        json.WriteString("name"u8, programme.Name);
        json.WriteString("timeZone"u8, programme.Calendar.Zone.Id);
        json.WriteNumber("rulesVersion"u8, programme.Version);
        json.WriteStartArray("currencies"u8);
        foreach (var currency in programme.Currencies.Keys.Order(StringComparer.Ordinal))
        {
            json.WriteStringValue(currency);
        }

        json.WriteEndArray();
        json.WriteStartArray("activityTypes"u8);
        foreach (var type in programme.ActivityTypes.Keys.Order(StringComparer.Ordinal))
        {
            json.WriteStringValue(type);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
