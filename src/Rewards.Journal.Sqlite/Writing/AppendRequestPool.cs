using System.Collections.Concurrent;

namespace Rewards.Journal.Sqlite.Writing;

/// <summary>Append requests for reuse, so that an append allocates nothing here.</summary>
internal sealed class AppendRequestPool
{
    /// <summary>What a burst beyond this needed is left to the collector: about 200 bytes each.</summary>
    private const int KeptMax = 8192;

    private readonly ConcurrentQueue<AppendRequest> idle = new();
    private int kept;

    public AppendRequest Rent()
    {
        if (idle.TryDequeue(out var request))
        {
            Interlocked.Decrement(ref kept);
            return request;
        }

        return new AppendRequest(this);
    }

    public void Return(AppendRequest request)
    {
        if (Interlocked.Increment(ref kept) <= KeptMax)
        {
            idle.Enqueue(request);
        }
        else
        {
            Interlocked.Decrement(ref kept);
        }
    }
}
