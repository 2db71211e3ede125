using System.Globalization;
using System.Text;

namespace Rewards.Tests.Shared.Azure.Faults;

/// <summary>
/// One HTTP/1.1 message as its bytes: enough of the protocol to know where it ends, so that a proxy can hold it back,
/// send it twice or lose it.
/// </summary>
internal sealed record HttpMessage(byte[] Bytes, string StartLine, string Body)
{
    private const int BytesMax = 8 << 20;

    /// <summary>Null when the connection ends before a message begins.</summary>
    public static async Task<HttpMessage?> ReadAsync(Stream stream, bool isAnswer, CancellationToken cancellation)
    {
        var bytes = new MemoryStream();
        var one = new byte[16 << 10];
        var head = await ReadHeadAsync(stream, bytes, one, cancellation);
        if (head is null)
        {
            return null;
        }

        var lines = head.Split("\r\n");
        var bodyAt = Encoding.Latin1.GetByteCount(head) + 4;
        if (Value(lines, "Transfer-Encoding") is "chunked")
        {
            await ReadUntilAsync(stream, bytes, one, content => EndOfChunks(content, bodyAt), cancellation);
        }
        else if (HasBody(lines, isAnswer))
        {
            var length = int.Parse(Value(lines, "Content-Length") ?? "0", CultureInfo.InvariantCulture);
            await ReadUntilAsync(stream, bytes, one, content => content.Length >= bodyAt + length, cancellation);
        }

        var whole = bytes.ToArray();
        return new HttpMessage(whole, lines[0], Encoding.UTF8.GetString(whole.AsSpan(bodyAt)));
    }

    private static async Task<string?> ReadHeadAsync(
        Stream stream, MemoryStream bytes, byte[] buffer, CancellationToken cancellation)
    {
        while (true)
        {
            var text = Encoding.Latin1.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end >= 0)
            {
                return text[..end];
            }

            var read = await stream.ReadAsync(buffer, cancellation);
            if (read == 0)
            {
                return bytes.Length == 0 ? null : throw new IOException("The connection ended within a head.");
            }

            bytes.Write(buffer.AsSpan(0, read));
        }
    }

    private static async Task ReadUntilAsync(
        Stream stream, MemoryStream bytes, byte[] buffer, Func<byte[], bool> complete, CancellationToken cancellation)
    {
        while (!complete(bytes.ToArray()))
        {
            var read = await stream.ReadAsync(buffer, cancellation);
            if (read == 0 || bytes.Length > BytesMax)
            {
                throw new IOException("The connection ended within a body.");
            }

            bytes.Write(buffer.AsSpan(0, read));
        }
    }

    /// <summary>A chunk of no length, without trailers, ends the body.</summary>
    private static bool EndOfChunks(byte[] content, int bodyAt) =>
        content.AsSpan(bodyAt) is var body
        && (body.SequenceEqual("0\r\n\r\n"u8) || body.EndsWith("\r\n0\r\n\r\n"u8));

    private static bool HasBody(string[] lines, bool isAnswer) =>
        !isAnswer || !(lines[0].Contains(" 204 ", StringComparison.Ordinal)
            || lines[0].Contains(" 304 ", StringComparison.Ordinal));

    private static string? Value(string[] lines, string name) => lines
        .Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
        .Select(line => line[(name.Length + 1)..].Trim())
        .FirstOrDefault();
}
