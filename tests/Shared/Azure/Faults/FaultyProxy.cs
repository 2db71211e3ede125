using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Rewards.Tests.Shared.Azure.Faults;

/// <summary>
/// A proxy on loopback between a client of Azure Tables and Azurite: real connections, so that the client's own stack
/// meets what happens to them.
/// </summary>
public sealed class FaultyProxy : IAsyncDisposable
{
    /// <summary>Late enough that other requests overtake, soon enough for thousands of them.</summary>
    private static readonly TimeSpan Lateness = TimeSpan.FromMilliseconds(15);

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentDictionary<Task, bool> connections = new();
    private readonly FaultSchedule schedule;
    private readonly IPEndPoint service;
    private readonly Task accepting;

    private FaultyProxy(IPEndPoint service, FaultSchedule schedule)
    {
        (this.service, this.schedule) = (service, schedule);
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>A proxy in front of an Azurite, and the connection string that leads through it.</summary>
    public static (FaultyProxy Proxy, string ConnectionString) Before(string connectionString, FaultSchedule schedule)
    {
        const string name = "TableEndpoint=";
        var endpoint = new Uri(connectionString.Split(';')
            .Single(part => part.StartsWith(name, StringComparison.Ordinal))[name.Length..]);
        var proxy = new FaultyProxy(new IPEndPoint(IPAddress.Loopback, endpoint.Port), schedule);
        var through = new UriBuilder(endpoint) { Port = proxy.Port }.Uri;
        return (proxy, connectionString.Replace(
            endpoint.OriginalString, through.AbsoluteUri.TrimEnd('/'), StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Stop();
        await accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(connections.Keys).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var client = await listener.AcceptSocketAsync(stopping.Token);
            var connection = ServeAsync(client);
            connections[connection] = true;
            _ = connection.ContinueWith(
                done => connections.TryRemove(done, out _), CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    /// <summary>Requests of one connection, one after the other, until a fault ends it.</summary>
    private async Task ServeAsync(Socket client)
    {
        using var owned = client;
        client.NoDelay = true;
        using var upstream = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        upstream.NoDelay = true;
        await using var near = new NetworkStream(client);
        try
        {
            await upstream.ConnectAsync(service, stopping.Token);
            await using var far = new NetworkStream(upstream);
            while (await HttpMessage.ReadAsync(near, isAnswer: false, stopping.Token) is { } request)
            {
                if (!await ServeAsync(request, schedule.Next(request), near, far))
                {
                    client.LingerState = new LingerOption(true, 0);
                    return;
                }
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            client.LingerState = new LingerOption(true, 0);
        }
    }

    /// <summary>False when the connection is to be reset.</summary>
    private async Task<bool> ServeAsync(HttpMessage request, Fault fault, Stream near, Stream far)
    {
        switch (fault)
        {
            case Fault.Reset:
                return false;
            case Fault.TimeoutBefore:
                return await UntilGivenUpAsync(near);
            case Fault.Busy or Fault.ConditionNotMet:
                await near.WriteAsync(Refusals.Of(fault, request), stopping.Token);
                return true;
            case Fault.Slow:
                using (var late = new PeriodicTimer(Lateness))
                {
                    await late.WaitForNextTickAsync(stopping.Token);
                }

                break;
        }

        var answer = await PassOnAsync(request, far);
        if (fault is Fault.Duplicate or Fault.DuplicateSeenLate)
        {
            var second = await PassOnAsync(request, far);
            answer = fault == Fault.Duplicate ? answer : second;
        }

        switch (fault)
        {
            case Fault.ReplyLost:
                return false;
            case Fault.TimeoutAfter:
                return await UntilGivenUpAsync(near);
            default:
                await near.WriteAsync(answer.Bytes, stopping.Token);
                return true;
        }
    }

    private async Task<HttpMessage> PassOnAsync(HttpMessage request, Stream far)
    {
        await far.WriteAsync(request.Bytes, stopping.Token);
        return await HttpMessage.ReadAsync(far, isAnswer: true, stopping.Token)
            ?? throw new IOException("The service closed the connection.");
    }

    /// <summary>Says nothing until the client closes the connection.</summary>
    private async Task<bool> UntilGivenUpAsync(Stream near)
    {
        var rest = new byte[1];
        while (await near.ReadAsync(rest, stopping.Token) > 0)
        {
        }

        return false;
    }
}
