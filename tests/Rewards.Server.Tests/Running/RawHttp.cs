using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Rewards.Server.Tests.Running;

/// <summary>One connection on which requests are written byte by byte: what no proper client would send.</summary>
internal sealed class RawHttp : IDisposable
{
    private readonly TcpClient connection = new();
    private readonly Uri server;
    private NetworkStream? stream;

    private RawHttp(Uri server) => this.server = server;

    public static async Task<RawHttp> ConnectAsync(Api api)
    {
        var raw = new RawHttp(api.Server);
        await raw.connection.ConnectAsync(api.Server.Host, api.Server.Port);
        raw.stream = raw.connection.GetStream();
        return raw;
    }

    /// <summary>Sends head and body; the connection ends with the answer.</summary>
    public static async Task<Answer> SendAsync(Api api, string method, string target, string headers = "",
        string body = "")
    {
        using var raw = await ConnectAsync(api);
        var bytes = Encoding.UTF8.GetBytes(body);
        await raw.WriteHeadAsync(method, target, $"Content-Length: {bytes.Length}\r\nConnection: close\r\n{headers}");
        await raw.WriteAsync(bytes);
        return await raw.ReadToEndAsync();
    }

    /// <summary>Request line and headers, with the admin's key; each header ends with a line break.</summary>
    public Task WriteHeadAsync(string method, string target, string headers, string key = Keys.Admin) => WriteAsync(
        Encoding.ASCII.GetBytes(
            $"{method} {target} HTTP/1.1\r\nHost: {server.Authority}\r\nAuthorization: Bearer {key}\r\n{headers}\r\n"));

    public async Task WriteAsync(ReadOnlyMemory<byte> bytes) => await stream!.WriteAsync(bytes);

    /// <summary>The whole answer; a body in chunks is put together.</summary>
    public async Task<Answer> ReadToEndAsync()
    {
        using var all = new MemoryStream();
        var buffer = new byte[16 * 1024];
        try
        {
            for (int read; (read = await stream!.ReadAsync(buffer)) > 0;)
            {
                all.Write(buffer, 0, read);
            }
        }
        catch (IOException) when (all.Length > 0)
        {
            // The server answered and closed while bytes were still on their way to it.
        }

        return Parse(all.ToArray());
    }

    /// <summary>Reads until the text has arrived.</summary>
    public async Task<string> ReadUntilAsync(string wanted)
    {
        var text = new StringBuilder();
        var buffer = new byte[16 * 1024];
        while (!text.ToString().Contains(wanted, StringComparison.Ordinal))
        {
            var read = await stream!.ReadAsync(buffer).AsTask().WaitAsync(TimeSpan.FromSeconds(20));
            Assert.True(read > 0, $"The connection ended before '{wanted}': {text}");
            text.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }

        return text.ToString();
    }

    public void Dispose() => connection.Dispose();

    private static Answer Parse(byte[] answer)
    {
        var end = answer.AsSpan().IndexOf("\r\n\r\n"u8);
        Assert.True(end > 0, $"No answer: {Encoding.UTF8.GetString(answer)}");
        var head = Encoding.ASCII.GetString(answer, 0, end).Split("\r\n");
        var fields = head.Skip(1).Select(line => line.Split(": ", 2))
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        var body = answer[(end + 4)..];
        if (fields.ContainsKey("Transfer-Encoding"))
        {
            body = Unchunk(body);
        }

        var type = fields.GetValueOrDefault("Content-Type", "");
        return new Answer(int.Parse(head[0].Split(' ')[1], CultureInfo.InvariantCulture), type,
            Encoding.UTF8.GetString(body));
    }

    private static byte[] Unchunk(ReadOnlySpan<byte> chunks)
    {
        var body = new List<byte>();
        while (chunks.IndexOf("\r\n"u8) is var end and >= 0)
        {
            var length = int.Parse(Encoding.ASCII.GetString(chunks[..end]), NumberStyles.HexNumber,
                CultureInfo.InvariantCulture);
            if (length == 0 || end + 2 + length > chunks.Length)
            {
                break;
            }

            body.AddRange(chunks.Slice(end + 2, length));
            chunks = chunks[Math.Min(chunks.Length, end + 2 + length + 2)..];
        }

        return [.. body];
    }
}
