using System.Globalization;
using System.Text;

namespace Rewards.Tests.Shared.Azure.Faults;

/// <summary>
/// Answers that the service gives by itself, in its form: alone, or as the one part of a batch's answer.
/// </summary>
internal static class Refusals
{
    public static byte[] Of(Fault fault, HttpMessage request)
    {
        var (status, code, text) = fault == Fault.Busy
            ? ("503 Service Unavailable", "ServerBusy", "Ingress is over the account limit.")
            : ("412 Precondition Failed", "UpdateConditionNotSatisfied", "The update condition was not satisfied.");

        // A busy service refuses a batch as a whole; a condition belongs to one of its entities.
        return fault == Fault.ConditionNotMet && request.StartLine.Contains("$batch", StringComparison.Ordinal)
            ? OfBatch(status, code, $"0:{text}")
            : Answer(status, "application/json", Body(code, text), code);
    }

    private static byte[] OfBatch(string status, string code, string text)
    {
        var body = Body(code, text);
        var content = string.Create(CultureInfo.InvariantCulture, $"""
            --batchresponse_0
            Content-Type: multipart/mixed; boundary=changesetresponse_0

            --changesetresponse_0
            Content-Type: application/http
            Content-Transfer-Encoding: binary

            HTTP/1.1 {status}
            X-Content-Type-Options: nosniff
            Content-Type: application/json;odata=minimalmetadata
            DataServiceVersion: 3.0;

            {body}
            --changesetresponse_0--
            --batchresponse_0--

            """).ReplaceLineEndings("\r\n");
        return Answer("202 Accepted", "multipart/mixed; boundary=batchresponse_0", content, null);
    }

    private static string Body(string code, string text) =>
        "{\"odata.error\":{\"code\":\"" + code + "\",\"message\":{\"lang\":\"en-US\",\"value\":\"" + text + "\"}}}";

    private static byte[] Answer(string status, string type, string body, string? code)
    {
        var head = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {status}\r\n")
            .Append(CultureInfo.InvariantCulture, $"Content-Type: {type}\r\n")
            .Append(CultureInfo.InvariantCulture, $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n");
        if (code is not null)
        {
            head.Append(CultureInfo.InvariantCulture, $"x-ms-error-code: {code}\r\n");
        }

        return Encoding.UTF8.GetBytes(head.Append("\r\n").Append(body).ToString());
    }
}
