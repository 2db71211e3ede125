using System.Text.Json;
using Azure;

namespace Rewards.AzureTables;

/// <summary>Takes the service's word on an error apart.</summary>
internal static class ErrorReply
{
    public static TableRequestException Of(Response response)
    {
        response.Headers.TryGetValue("x-ms-error-code", out var header);
        var (code, message, _) = Read(response.Content.ToMemory());
        return TableRequestException.Refused(
            response.Status, code ?? header, Told(response.Status, code ?? header, message));
    }

    /// <summary>An operation of a transaction; the message begins with its number and a colon.</summary>
    public static TableRequestException OfOperation(int status, ReadOnlyMemory<byte> body)
    {
        var (code, message, failed) = Read(body);
        return TableRequestException.Refused(status, code, Told(status, code, message), failed);
    }

    private static string Told(int status, string? code, string? message) =>
        $"The table service answered {status} {code ?? "without a code"}: {message ?? "no message"}";

    private static (string? Code, string? Message, int? Failed) Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var error = document.RootElement.GetProperty("odata.error");
            var message = error.GetProperty("message").GetProperty("value").GetString()?.Split('\n')[0];
            int? failed = message is not null && int.TryParse(message.Split(':')[0], out var index) ? index : null;
            return (error.GetProperty("code").GetString(), message, failed);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return (null, null, null); // a proxy's page, or nothing at all
        }
    }
}
