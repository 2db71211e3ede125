using System.Buffers.Text;

namespace Rewards.LoadTests.Generating;

/// <summary>
/// Collects one HTTP/1.1 response at a time: status line, then a body framed by Content-Length or by chunks.
/// Chunks are joined in place. Knows Kestrel's spelling of the two headers and refuses everything else.
/// </summary>
public sealed class ResponseReader
{
    private const int SizeMax = 4 * 1024 * 1024;

    private byte[] buffer = new byte[4096];
    private int filled;
    private int headEnd;
    private int contentLength;
    private bool chunked;
    private int chunkAt;
    private int bodyEnd;

    /// <summary>Where the next bytes of the socket go.</summary>
    public Span<byte> Free
    {
        get
        {
            if (filled == buffer.Length)
            {
                if (buffer.Length >= SizeMax)
                    throw new InvalidDataException($"A response is larger than {SizeMax} bytes.");
                Array.Resize(ref buffer, buffer.Length * 4);
            }

            return buffer.AsSpan(filled);
        }
    }

    public int Status { get; private set; }

    public ReadOnlySpan<byte> Body => buffer.AsSpan(headEnd, bodyEnd - headEnd);

    public int BytesReceived => filled;

    /// <summary>Takes note of bytes put into <see cref="Free"/>; true when the response is complete.</summary>
    public bool Received(int count)
    {
        filled += count;
        if (headEnd == 0 && !ReadHead())
            return false;
        if (!(chunked ? JoinChunks() : filled >= headEnd + contentLength))
            return false;
        if (!chunked)
            bodyEnd = headEnd + contentLength;
        if (filled > (chunked ? chunkAt : bodyEnd))
            throw new InvalidDataException("The server sent more than one response to one request.");
        return true;
    }

    public void Reset() => (filled, headEnd, chunkAt, bodyEnd) = (0, 0, 0, 0);

    private bool ReadHead()
    {
        var received = buffer.AsSpan(0, filled);
        var end = received.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return false;
        var head = received[..(end + 2)];
        if (!head.StartsWith("HTTP/1.1 "u8) || !Utf8Parser.TryParse(head.Slice(9, 3), out int status, out _))
            throw new InvalidDataException("The server did not answer in HTTP/1.1.");
        Status = status;
        headEnd = chunkAt = bodyEnd = end + 4;
        var length = head.IndexOf("Content-Length: "u8);
        chunked = length < 0;
        if (chunked && head.IndexOf("Transfer-Encoding: chunked\r\n"u8) < 0)
            throw new InvalidDataException("A response has neither Content-Length nor chunked encoding.");
        if (!chunked && !Utf8Parser.TryParse(head[(length + 16)..], out contentLength, out _))
            throw new InvalidDataException("A response has a Content-Length that is not a number.");
        return true;
    }

    private bool JoinChunks()
    {
        while (true)
        {
            var rest = buffer.AsSpan(chunkAt, filled - chunkAt);
            var sizeEnd = rest.IndexOf("\r\n"u8);
            if (sizeEnd < 0)
                return false;
            if (!Utf8Parser.TryParse(rest[..sizeEnd], out int size, out _, 'x'))
                throw new InvalidDataException("A chunk size is not a hexadecimal number.");
            var next = sizeEnd + 2 + size + 2;
            if (rest.Length < next)
                return false;
            rest.Slice(sizeEnd + 2, size).CopyTo(buffer.AsSpan(bodyEnd));
            bodyEnd += size;
            chunkAt += next;
            if (size == 0)
                return true;
        }
    }
}
