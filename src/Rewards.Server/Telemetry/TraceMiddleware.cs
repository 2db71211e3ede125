using System.Diagnostics;
using Rewards.Grains;

namespace Rewards.Server.Telemetry;

/// <summary>
/// Makes the first span of some of a thousand requests, and of every request whose caller is traced and says so
/// (<c>traceparent</c> with the sampled flag). The others get no object at all.
/// </summary>
internal sealed class TraceMiddleware(RequestDelegate next, int tracedPerThousand)
{
    private const int Thousand = 1_000;
    private int requests;

    public Task InvokeAsync(HttpContext context)
    {
        var caller = CallerOf(context);
        return caller is not null || IsChosen() ? TraceAsync(context, caller ?? default) : next(context);
    }

    /// <summary>Evenly spread: 3 of a thousand are the 333rd, 666th and 999th.</summary>
    private bool IsChosen()
    {
        var number = (uint)Interlocked.Increment(ref requests) % Thousand;
        return (number + 1) * tracedPerThousand / Thousand > number * tracedPerThousand / Thousand;
    }

    private static ActivityContext? CallerOf(HttpContext context)
    {
        var headers = context.Request.Headers;
        return headers.TraceParent.Count == 1
            && ActivityContext.TryParse(headers.TraceParent, headers.TraceState, isRemote: true, out var caller)
            && caller.TraceFlags.HasFlag(ActivityTraceFlags.Recorded)
            ? caller : null;
    }

    private async Task TraceAsync(HttpContext context, ActivityContext caller)
    {
        // Ids of members and communities are not names of spans: there are too many of them, and they are personal.
        var method = context.Request.Method;
        using var span = Tracing.Source.StartActivity(method, ActivityKind.Server, caller);
        await next(context);
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText
            ?? "/v1/communities/{community}/activities";
        span?.SetTag("http.request.method", method).SetTag("http.route", route)
            .SetTag("http.response.status_code", context.Response.StatusCode);
        if (span is not null)
        {
            span.DisplayName = $"{method} {route}";
            span.SetStatus(context.Response.StatusCode >= 500 ? ActivityStatusCode.Error : ActivityStatusCode.Unset);
        }
    }
}
