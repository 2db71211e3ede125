using System.Buffers;
using System.Globalization;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Rewards.Domain.Programmes;

namespace Rewards.Server.Http;

/// <summary>Writes problems as RFC 9457 <c>application/problem+json</c>.</summary>
public static class ProblemWriter
{
    public const string ContentType = "application/problem+json";

    /// <summary>Answers with the problem; <paramref name="headers"/> adds what belongs to its status.</summary>
    public static async Task WriteAsync(HttpContext context, Problem problem, Action<HttpResponse>? headers = null)
    {
        var response = context.Response;
        if (response.HasStarted)
        {
            context.Abort();
            return;
        }

        response.Clear();
        response.StatusCode = problem.Type.Status;
        response.ContentType = ContentType;
        headers?.Invoke(response);
        foreach (var (name, value) in problem.Fields)
        {
            if (name == "retryAfterSeconds")
            {
                response.Headers.RetryAfter = Convert.ToString(value, CultureInfo.InvariantCulture);
            }
        }

        if (problem.Type.Status == StatusCodes.Status401Unauthorized)
        {
            response.Headers.WWWAuthenticate = "Bearer";
        }

        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, JsonText.WriterOptions))
        {
            Write(json, problem, line: null, id: null, context.TraceIdentifier);
        }

        response.ContentLength = buffer.WrittenCount;
        await response.Body.WriteAsync(buffer.WrittenMemory);
    }

    /// <summary>Writes the object; <paramref name="line"/> counts from 1 in a batch.</summary>
    public static void Write(Utf8JsonWriter json, Problem problem, int? line, string? id, string? traceId)
    {
        json.WriteStartObject();
        json.WriteString("type", "/problems/" + problem.Type.Code);
        json.WriteString("title", problem.Type.Title);
        json.WriteNumber("status", problem.Type.Status);
        json.WriteString("detail", problem.Detail);
        if (line is { } number)
        {
            json.WriteNumber("line", number);
        }

        if (id is not null)
        {
            json.WriteString("id", id);
        }

        foreach (var (name, value) in problem.Fields)
        {
            if (name != "id" || id is null)
            {
                json.WritePropertyName(name);
                WriteValue(json, value);
            }
        }

        if (traceId is not null && problem.Type.Status >= 500)
        {
            json.WriteString("traceId", traceId);
        }

        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case int number: json.WriteNumberValue(number); break;
            case long number: json.WriteNumberValue(number); break;
            case Instant at: json.WriteStringValue(InstantPattern.ExtendedIso.Format(at)); break;
            case IReadOnlyList<DocumentError> errors: WriteErrors(json, errors); break;
            default: json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture)); break;
        }
    }

    private static void WriteErrors(Utf8JsonWriter json, IReadOnlyList<DocumentError> errors)
    {
        json.WriteStartArray();
        foreach (var error in errors)
        {
            json.WriteStartObject();
            json.WriteNumber("line", error.Line);
            json.WriteString("field", error.Field);
            json.WriteString("message", error.Message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
