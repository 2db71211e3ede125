namespace Rewards.Server.Http;

/// <summary>How many requests a thread has begun to serve or to refuse. Its own thread adds, others may look.</summary>
internal sealed class RequestsBegun
{
    [ThreadStatic]
    private static RequestsBegun? mine;

    private long number;

    /// <summary>The count of the calling thread.</summary>
    public static RequestsBegun OfThisThread => mine ??= new RequestsBegun();

    public long Number => Volatile.Read(ref number);

    /// <summary>The calling thread begins one. No other thread writes here, so that nothing is interlocked.</summary>
    public static void Count()
    {
        var count = OfThisThread;
        Volatile.Write(ref count.number, count.number + 1);
    }
}
