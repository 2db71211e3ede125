using System.Text.Json;
using Rewards.Domain;

namespace Rewards.Server.Http;

/// <summary>
/// <c>GET /problems</c> and <c>GET /problems/{code}</c>: what each problem type means and what to do.
/// </summary>
internal static class ProblemPages
{
    public static async Task ListAsync(HttpContext context) =>
        await JsonAnswer.WriteAsync(context, ProblemCatalogue.ByCode.Values, static (json, types) =>
        {
            json.WriteStartObject();
            json.WriteStartArray("items"u8);
            foreach (var type in types)
            {
                Write(json, type);
            }

            json.WriteEndArray();
            json.WriteNull("next"u8);
            json.WriteEndObject();
        });

    public static async Task GetAsync(HttpContext context)
    {
        var code = (string)context.Request.RouteValues["code"]!;
        if (!ProblemCatalogue.ByCode.TryGetValue(code, out var type))
        {
            throw new ProblemException(Problems.NotFound, $"There is no problem type '{code}'; see /problems.");
        }

        await JsonAnswer.WriteAsync(context, type, Write);
    }

    private static void Write(Utf8JsonWriter json, ProblemType type)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "/problems/" + type.Code);
        json.WriteNumber("status"u8, type.Status);
        json.WriteString("title"u8, type.Title);
        json.WriteString("remedy"u8, type.Remedy);
        json.WriteEndObject();
    }
}
