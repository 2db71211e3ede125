using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Rewards.Server.Http;

/// <summary>
/// The problem <c>busy</c>, rendered once: an overloaded server must refuse for a fraction of what it costs to serve.
/// </summary>
internal static class BusyAnswer
{
    private static readonly Problem Problem = Problem.Busy("The server has as many requests under way as it takes.");
    private static readonly byte[] Body = Render();

    private static readonly string RetryAfter = Convert.ToString(
        Problem.Fields.Single(field => field.Name == "retryAfterSeconds").Value, CultureInfo.InvariantCulture)!;

    /// <summary>The connection that this thread refused last.</summary>
    [ThreadStatic]
    private static string? last;

    /// <summary>
    /// A caller who sends the next request as soon as it reads the refusal may be in time for the same turn of the
    /// thread that serves its socket: it would be refused again and again while the others wait. It waits behind them.
    /// </summary>
    public static Task WriteAsync(HttpContext context)
    {
        var connection = context.Connection.Id;
        if (ReferenceEquals(connection, last))
        {
            return WriteBehindAsync(context, connection);
        }

        last = connection;
        return WriteNowAsync(context);
    }

    private static async Task WriteBehindAsync(HttpContext context, string connection)
    {
        await Task.Yield();
        last = connection;
        await WriteNowAsync(context);
    }

    private static Task WriteNowAsync(HttpContext context)
    {
        var response = context.Response;
        response.StatusCode = Problem.Type.Status;
        response.ContentType = ProblemWriter.ContentType;
        response.ContentLength = Body.Length;
        response.Headers.RetryAfter = RetryAfter;
        var written = response.BodyWriter.WriteAsync(Body, context.RequestAborted);
        return written.IsCompletedSuccessfully ? Task.CompletedTask : written.AsTask();
    }

    private static byte[] Render()
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, JsonText.WriterOptions))
        {
            ProblemWriter.Write(json, Problem, line: null, id: null, traceId: null);
        }

        return buffer.WrittenSpan.ToArray();
    }
}
