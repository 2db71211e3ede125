using System.Net;
using System.Net.Sockets;
using Rewards.Server.Http;

namespace Rewards.Server.Overload;

/// <summary>
/// A socket that sends itself a byte. Its arrival is handled by a thread that serves connections too, in its turn: the
/// requests that this thread begins meanwhile waited in their sockets before the byte.
/// </summary>
internal sealed class SocketProbe : IDisposable
{
    private static readonly byte[] Ping = [1];

    // Connected to itself: what others send to the port is not taken.
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly SocketAsyncEventArgs receiving = new();
    private readonly Action arrived;
    private RequestsBegun? thread;
    private long begunAtSend;
    private int waitedBefore;
    private volatile bool isUnderWay;

    public SocketProbe(Action arrived)
    {
        this.arrived = arrived;
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Connect(socket.LocalEndPoint!);
        receiving.SetBuffer(new byte[Ping.Length]);
        receiving.Completed += (_, _) => Arrive();
        socket.ReceiveAsync(receiving);
    }

    /// <summary>
    /// Requests that waited before the byte; while it is under way, those of them that have been begun by now.
    /// </summary>
    public int WaitedBefore =>
        isUnderWay ? Since(Volatile.Read(ref thread)) : Volatile.Read(ref waitedBefore);

    /// <summary>Counts from here on.</summary>
    public void Prepare()
    {
        Volatile.Write(ref begunAtSend, Volatile.Read(ref thread)?.Number ?? 0);
        isUnderWay = true;
    }

    public void Send()
    {
        try
        {
            socket.Send(Ping);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The server stops, or the system is out of buffers: a count that does not end is given up.
        }
    }

    public void Dispose()
    {
        socket.Dispose();
        receiving.Dispose();
    }

    private void Arrive()
    {
        if (receiving.SocketError != SocketError.Success)
        {
            return;
        }

        // Should it be another thread than before, nothing can be said.
        var serving = RequestsBegun.OfThisThread;
        Volatile.Write(ref waitedBefore, ReferenceEquals(serving, thread) ? Since(serving) : 0);
        Volatile.Write(ref thread, serving);
        isUnderWay = false;

        // The next byte is awaited before it can be sent: it has to come by way of the thread's queue.
        try
        {
            socket.ReceiveAsync(receiving);
        }
        catch (ObjectDisposedException)
        {
            return;
        }

        arrived();
    }

    private int Since(RequestsBegun? serving) => serving is null
        ? 0
        : (int)Math.Clamp(serving.Number - Volatile.Read(ref begunAtSend), 0, int.MaxValue);
}
