using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Rewards.Server.Tests.Running;

namespace Rewards.Server.Tests.Fuzz;

/// <summary>
/// One client's connection: sends any bytes and reads whole answers; connects anew when the server has closed.
/// </summary>
internal sealed class Wire(Uri server) : IDisposable
{
    private readonly byte[] buffer = new byte[64 * 1024];
    private TcpClient? connection;
    private NetworkStream? stream;
    private int start;
    private int end;

    /// <summary>Null when the connection ended without an answer.</summary>
    public async Task<Answer?> SendAsync(byte[] request, bool hasNoBody)
    {
        if (stream is null)
        {
            connection = new TcpClient { NoDelay = true };
            await connection.ConnectAsync(server.Host, server.Port);
            stream = connection.GetStream();
        }

        try
        {
            await WriteAsync(request);
            var (answer, closes) = await ReadAnswerAsync(hasNoBody);
            if (closes)
            {
                Close();
            }

            return answer;
        }
        catch (IOException)
        {
            Close();
            return null;
        }
    }

    public void Dispose() => Close();

    /// <summary>A server that refuses a body need not read it: the answer is there all the same.</summary>
    private async Task WriteAsync(byte[] request)
    {
        try
        {
            await stream!.WriteAsync(request);
        }
        catch (IOException) when (stream!.DataAvailable)
        {
        }
    }

    private async Task<(Answer Answer, bool Closes)> ReadAnswerAsync(bool hasNoBody)
    {
        int status;
        Dictionary<string, string> fields;
        do
        {
            status = int.Parse((await ReadLineAsync()).Split(' ')[1], CultureInfo.InvariantCulture);
            fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            for (var line = await ReadLineAsync(); line.Length > 0; line = await ReadLineAsync())
            {
                var colon = line.IndexOf(':', StringComparison.Ordinal);
                fields[line[..colon]] = line[(colon + 1)..].Trim();
            }
        }
        while (status < 200);

        var body = hasNoBody || status is 204 or 304 ? [] : await ReadBodyAsync(fields);
        var type = fields.GetValueOrDefault("Content-Type", "").Split(';')[0];
        var closes = fields.GetValueOrDefault("Connection") == "close";
        return (new Answer(status, type, Encoding.UTF8.GetString(body)), closes);
    }

    private async Task<byte[]> ReadBodyAsync(Dictionary<string, string> fields)
    {
        if (fields.GetValueOrDefault("Transfer-Encoding") != "chunked")
        {
            var length = fields.GetValueOrDefault("Content-Length", "0");
            return await ReadBytesAsync(int.Parse(length, CultureInfo.InvariantCulture));
        }

        var body = new List<byte>();
        while (true)
        {
            var length = int.Parse(await ReadLineAsync(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            body.AddRange(await ReadBytesAsync(length));
            await ReadLineAsync();
            if (length == 0)
            {
                return [.. body];
            }
        }
    }

    private async Task<string> ReadLineAsync()
    {
        var line = new List<byte>();
        while (true)
        {
            var found = buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
            if (found >= 0)
            {
                line.AddRange(buffer.AsSpan(start, found));
                start += found + 1;
                return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
            }

            line.AddRange(buffer.AsSpan(start, end - start));
            await FillAsync();
        }
    }

    private async Task<byte[]> ReadBytesAsync(int count)
    {
        var bytes = new byte[count];
        for (var read = 0; read < count;)
        {
            if (start == end)
            {
                await FillAsync();
            }

            var part = Math.Min(count - read, end - start);
            buffer.AsSpan(start, part).CopyTo(bytes.AsSpan(read));
            (start, read) = (start + part, read + part);
        }

        return bytes;
    }

    private async Task FillAsync()
    {
        (start, end) = (0, await stream!.ReadAsync(buffer));
        if (end == 0)
        {
            throw new IOException("The server closed the connection.");
        }
    }

    private void Close()
    {
        connection?.Dispose();
        (connection, stream, start, end) = (null, null, 0, 0);
    }
}
