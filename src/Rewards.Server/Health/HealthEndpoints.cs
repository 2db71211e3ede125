using System.Text.Json;
using Rewards.Server.Http;

namespace Rewards.Server.Health;

/// <summary>Why the server is not ready; null when it is.</summary>
internal delegate string? NotReadyReason();

/// <summary>
/// <c>/health/live</c>: the process answers. <c>/health/ready</c>: it takes writes; otherwise 503 and why.
/// </summary>
internal sealed class HealthEndpoints(NotReadyReason notReady)
{
    public static async Task LiveAsync(HttpContext context) =>
        await JsonAnswer.WriteAsync(context, (string?)null, Write);

    public async Task ReadyAsync(HttpContext context)
    {
        var reason = notReady();
        var status = reason is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        await JsonAnswer.WriteAsync(context, reason, Write, status);
    }

    private static void Write(Utf8JsonWriter json, string? reason)
    {
        json.WriteStartObject();
        json.WriteString("status"u8, reason is null ? "ok" : "not-ready");
        if (reason is not null)
        {
            json.WriteString("reason"u8, reason);
        }

        json.WriteEndObject();
    }
}
