using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Rewards.Server.Tests.Telemetry;

/// <summary>Takes what is exported by OTLP over HTTP and keeps the bytes, which hold every name as it is.</summary>
internal sealed class Collector : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly HttpListener listener = new();
    private readonly Dictionary<string, string> received = [];
    private readonly SemaphoreSlim arrived = new(0);

    public Collector()
    {
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            Address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/";
        }

        listener.Prefixes.Add(Address);
        listener.Start();
        _ = TakeAsync();
    }

    public string Address { get; }

    /// <summary>Everything sent to a path, once it holds all of these texts.</summary>
    public async Task<string> WaitForAsync(string path, params string[] texts)
    {
        while (true)
        {
            lock (received)
            {
                if (received.TryGetValue(path, out var bytes) && texts.All(bytes.Contains))
                {
                    return bytes;
                }
            }

            Assert.True(
                await arrived.WaitAsync(Patience),
                $"{path} did not come with {string.Join(", ", texts)}: {received.GetValueOrDefault(path)}");
        }
    }

    public void Dispose()
    {
        listener.Close();
        arrived.Dispose();
    }

    private async Task TakeAsync()
    {
        try
        {
            while (true)
            {
                var context = await listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                lock (received)
                {
                    var path = context.Request.Url!.AbsolutePath;
                    received[path] = received.GetValueOrDefault(path) + Encoding.Latin1.GetString(body.ToArray());
                }

                context.Response.Close();
                arrived.Release();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // Closed with the test.
        }
    }
}
