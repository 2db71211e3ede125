using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Rewards.Server.Overload;

/// <summary>
/// A socket that sends itself a byte now and then. Its arrival is handled by the thread that serves connections too, in
/// its turn: how long it takes is how long requests wait in their sockets before anybody reads them.
/// </summary>
internal sealed class SocketProbe : IDisposable
{
    private static readonly byte[] Ping = [1];

    // Connected to itself: what others send to the port is not taken.
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly SocketAsyncEventArgs receiving = new();
    private long sentAt;
    private long lastTicks;

    public SocketProbe()
    {
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Connect(socket.LocalEndPoint!);
        receiving.SetBuffer(new byte[Ping.Length]);
        receiving.Completed += (_, _) => Receive(arrived: true);
        Receive(arrived: false);
    }

    /// <summary>Stopwatch ticks that the last byte took, or that the one under way has taken already.</summary>
    public long WaitTicks(long now) =>
        Math.Max(Volatile.Read(ref lastTicks), Volatile.Read(ref sentAt) is var sent and > 0 ? now - sent : 0);

    /// <summary>Sends the next byte if the last one has arrived.</summary>
    public void Send(long now)
    {
        if (Volatile.Read(ref sentAt) == 0)
        {
            Volatile.Write(ref sentAt, now);
            socket.Send(Ping);
        }
    }

    public void Dispose()
    {
        socket.Dispose();
        receiving.Dispose();
    }

    private void Receive(bool arrived)
    {
        do
        {
            if (arrived)
            {
                Volatile.Write(ref lastTicks, Stopwatch.GetTimestamp() - Volatile.Read(ref sentAt));
                Volatile.Write(ref sentAt, 0);
            }

            arrived = true;
        }
        while (receiving.SocketError == SocketError.Success && !socket.ReceiveAsync(receiving));
    }
}
