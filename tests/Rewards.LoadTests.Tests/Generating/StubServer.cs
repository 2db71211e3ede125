using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Rewards.LoadTests.Tests.Generating;

/// <summary>Answers every request of the generator alike, and can hold all answers back for a while.</summary>
/// <remarks>That while ends with an event: another server has got so many requests.</remarks>
internal sealed class StubServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly byte[] answer;
    private readonly int holdAt;
    private readonly Func<Task> hold;
    private readonly CancellationTokenSource stopping = new();
    private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task accepting;
    private Task? holding;
    private int reachedAt = int.MaxValue;
    private int requests;

    /// <param name="status">Of every answer.</param>
    /// <param name="holdAt">The request with which holding back begins.</param>
    /// <param name="hold">What ends it.</param>
    public StubServer(int status, int holdAt = int.MaxValue, Func<Task>? hold = null)
    {
        (this.holdAt, this.hold) = (holdAt, hold ?? (static () => Task.CompletedTask));
        answer = Encoding.ASCII.GetBytes($"HTTP/1.1 {status} X\r\nContent-Length: 2\r\n\r\n{{}}");
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Requests that have come.</summary>
    public int Requests => Volatile.Read(ref requests);

    /// <summary>How long answers were held back.</summary>
    public TimeSpan Held { get; private set; }

    /// <summary>When so many more requests have come.</summary>
    public Task WhenMoreAsync(int more)
    {
        Volatile.Write(ref reachedAt, Requests + more);
        return reached.Task;
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Stop();
        await accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            _ = ServeAsync(await listener.AcceptTcpClientAsync(stopping.Token));
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var owned = client;
        var stream = client.GetStream();
        var buffer = new byte[16 * 1024];
        var filled = 0;
        while (await stream.ReadAsync(buffer.AsMemory(filled), stopping.Token) is > 0 and var read)
        {
            filled += read;
            if (!IsWhole(buffer.AsSpan(0, filled)))
            {
                continue;
            }

            filled = 0;
            await HoldBackAsync();
            await stream.WriteAsync(answer, stopping.Token);
        }
    }

    private async Task HoldBackAsync()
    {
        var number = Interlocked.Increment(ref requests);
        if (number >= Volatile.Read(ref reachedAt))
        {
            reached.TrySetResult();
        }

        if (number == holdAt)
        {
            Volatile.Write(ref holding, MeasureAsync());
        }

        if (Volatile.Read(ref holding) is { } waiting)
        {
            await waiting.WaitAsync(stopping.Token);
        }
    }

    private async Task MeasureAsync()
    {
        var began = Stopwatch.GetTimestamp();
        await hold();
        Held = Stopwatch.GetElapsedTime(began);
    }

    private static bool IsWhole(ReadOnlySpan<byte> request)
    {
        var head = request.IndexOf("\r\n\r\n"u8);
        if (head < 0)
        {
            return false;
        }

        const string name = "Content-Length: ";
        var text = Encoding.ASCII.GetString(request[..head]);
        var at = text.IndexOf(name, StringComparison.OrdinalIgnoreCase) + name.Length;
        var length = int.Parse(text[at..].Split('\r')[0], CultureInfo.InvariantCulture);
        return request.Length >= head + 4 + length;
    }
}
