namespace Rewards.Server.Http;

/// <summary>
/// How many requests the server takes at once. Beyond the bound one is refused before its body is looked at: a queue
/// that grows would only make everybody wait, and what waits takes memory.
/// </summary>
/// <param name="underWayMax">The bound.</param>
/// <param name="shed">
/// Which share is refused below the bound, because those that have arrived and wait to be read are too many with those
/// under way; 0 where nobody counts them.
/// </param>
public sealed class Admission(int underWayMax, Func<double> shed)
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
        RequestsBegun.Count();
        if (Interlocked.Increment(ref underWay) <= underWayMax && !IsShed())
        {
            return true;
        }

        Interlocked.Decrement(ref underWay);
        Interlocked.Increment(ref refused);
        return false;
    }

    private bool IsShed() => shed() is > 0 and var share && Random.Shared.NextDouble() < share;

    public void Leave() => Interlocked.Decrement(ref underWay);
}
