namespace Rewards.Server.Http;

/// <summary>
/// How many requests are under way at once, in the whole server. Beyond the bound, and when requests wait for too long
/// to be read at all, one is refused before its body is looked at: a queue that grows would only make everybody wait,
/// and what waits takes memory.
/// </summary>
/// <param name="underWayMax">The bound.</param>
/// <param name="isOverloaded">Whether requests wait for too long.</param>
public sealed class Admission(int underWayMax, Func<bool> isOverloaded)
{
    private int underWay;
    private long refused;

    /// <summary>Requests under way now.</summary>
    public int UnderWay => Volatile.Read(ref underWay);

    /// <summary>Requests refused since the start.</summary>
    public long Refused => Volatile.Read(ref refused);

    /// <summary>Takes a place, which <see cref="Leave"/> gives back; false when there is none.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref underWay) <= underWayMax && !isOverloaded())
        {
            return true;
        }

        Interlocked.Decrement(ref underWay);
        Interlocked.Increment(ref refused);
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref underWay);
}
