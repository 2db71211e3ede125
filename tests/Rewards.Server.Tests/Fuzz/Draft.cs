using System.Text;
using Rewards.Server.Tests.OpenApi;

namespace Rewards.Server.Tests.Fuzz;

/// <summary>A request as it will be sent, byte by byte, and what may be expected of its answer.</summary>
internal sealed class Draft(Operation operation)
{
    private const int ShownMax = 3_000;

    public Operation Operation => operation;

    public string Method { get; set; } = operation.Method.ToUpperInvariant();

    /// <summary>Path and query; percent-encoded where that is not left out on purpose.</summary>
    public string Target { get; set; } = "";

    /// <summary>In order; a name may come twice.</summary>
    public List<(string Name, string Value)> Headers { get; } = [];

    public byte[]? Body { get; set; }

    /// <summary>Sent in chunks, without a length.</summary>
    public bool Chunked { get; set; }

    /// <summary>
    /// The address may lead to another operation or to none: then only what holds for every answer is expected.
    /// </summary>
    public bool MayBeElsewhere { get; set; }

    /// <summary>No proper HTTP any more: the web server may refuse it before the API sees it.</summary>
    public bool IsBroken { get; set; }

    public void Replace(string header, string? value)
    {
        Headers.RemoveAll(one => one.Name == header);
        if (value is not null)
        {
            Headers.Add((header, value));
        }
    }

    /// <summary>The bytes that go over the wire.</summary>
    public byte[] ToBytes(string host)
    {
        var head = new StringBuilder($"{Method} {Target} HTTP/1.1\r\nHost: {host}\r\n");
        foreach (var (name, value) in Headers)
        {
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        if (Body is null || !Chunked)
        {
            head.Append($"Content-Length: {Body?.Length ?? 0}\r\n\r\n");
            return [.. Encoding.UTF8.GetBytes(head.ToString()), .. Body ?? []];
        }

        head.Append("Transfer-Encoding: chunked\r\n\r\n");
        var size = Encoding.ASCII.GetBytes($"{Body.Length:x}\r\n");
        return
        [
            .. Encoding.UTF8.GetBytes(head.ToString()),
            .. Body.Length == 0 ? [] : (byte[])[.. size, .. Body, .. "\r\n"u8],
            .. "0\r\n\r\n"u8,
        ];
    }

    /// <summary>For people; a long one is cut.</summary>
    public override string ToString()
    {
        var text = Encoding.UTF8.GetString(ToBytes("server"));
        return text.Length > ShownMax ? text[..ShownMax] + "…" : text;
    }
}
