using System.Net.Sockets;
using Rewards.LoadTests.Workload;

namespace Rewards.LoadTests.Generating;

/// <summary>One connection with at most one request under way, and what that request asked.</summary>
public sealed class Connection : IDisposable
{
    private const int WriteWaitMaxMicroseconds = 30_000_000;

    private readonly RequestBytes request;

    public Connection(RequestTarget target, ActivityLine line, int linesPerRequest)
    {
        request = new RequestBytes(target, line, linesPerRequest);
        Sequences = new long[linesPerRequest];
        Members = new int[linesPerRequest];
        IsRetry = new bool[linesPerRequest];
        Socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Socket.Connect(target.Host, target.Port);
        Socket.Blocking = false;
    }

    public Socket Socket { get; }

    public ResponseReader Reader { get; } = new();

    public long[] Sequences { get; }

    public int[] Members { get; }

    public bool[] IsRetry { get; }

    public bool UnderWay { get; set; }

    /// <summary>Stopwatch ticks.</summary>
    public long SentAt { get; private set; }

    /// <summary>When it should have been sent; the same as <see cref="SentAt"/> in a closed loop.</summary>
    public long DueAt { get; private set; }

    public void Ask(int index, long sequence, int member, bool isRetry)
    {
        Sequences[index] = sequence;
        Members[index] = member;
        IsRetry[index] = isRetry;
        request.Patch(index, sequence, member);
    }

    public void Send(long now) => Send(now, now);

    public void Send(long now, long dueAt)
    {
        (SentAt, DueAt) = (now, dueAt);
        UnderWay = true;
        Reader.Reset();
        ReadOnlySpan<byte> rest = request.Bytes;
        while (rest.Length > 0)
        {
            rest = rest[Socket.Send(rest, SocketFlags.None, out var error)..];
            if (error == SocketError.WouldBlock && !Socket.Poll(WriteWaitMaxMicroseconds, SelectMode.SelectWrite))
                throw new TimeoutException("The server did not read a request for 30 s.");
            if (error is not (SocketError.Success or SocketError.WouldBlock))
                throw new SocketException((int)error);
        }
    }

    /// <summary>Reads what has arrived; true when the response is complete.</summary>
    public bool Receive()
    {
        var count = Socket.Receive(Reader.Free, SocketFlags.None, out var error);
        if (error == SocketError.WouldBlock)
            return false;
        if (error != SocketError.Success)
            throw new SocketException((int)error);
        if (count == 0)
            throw new InvalidDataException("The server closed a connection with a request under way.");
        return Reader.Received(count);
    }

    public void Dispose() => Socket.Dispose();
}
