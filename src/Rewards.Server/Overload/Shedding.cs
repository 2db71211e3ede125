namespace Rewards.Server.Overload;

/// <summary>
/// What share of the requests is refused, so that about as many are in the house as the bound allows: a proportional
/// and integral controller, as queues of packets have one (PIE, RFC 8033). To refuse everybody while there are too many
/// would leave nothing to do once callers come back at once; and nobody is refused before the bound is exceeded.
/// </summary>
/// <param name="bound">Requests that may be in the house.</param>
internal sealed class Shedding(int bound)
{
    /// <summary>
    /// Every second one is served whatever is offered. A refusal costs a quarter of an award and brings the next
    /// request at once: beyond that share more refusals make no queue shorter and leave less and less for awards. What
    /// is more than this can handle waits in its sockets.
    /// </summary>
    public const double ShareMax = 0.5;

    /// <summary>
    /// A count takes a moment to begin, and who is answered and asks again within it counts twice: so much too many is
    /// none. No more callers than the bound are never refused.
    /// </summary>
    private const double Tolerance = 0.1;

    /// <summary>Share for each bound's worth of requests too many.</summary>
    private const double Proportional = 0.15;

    /// <summary>The same for each second that it lasts.</summary>
    private const double IntegralPerSecond = 1.5;

    /// <summary>
    /// How fast that share goes again, for each bound's worth of room. Faster than it came: refusing most and serving
    /// most can hold the same queue, as commits of few awards cost more for each, and the latter is wanted.
    /// </summary>
    private const double DecayPerSecond = 20;

    /// <summary>
    /// Less room than this counts as much, so that it is over soon for callers who are about as many as the bound.
    /// </summary>
    private const double RoomMin = 0.25;

    /// <summary>Counts that come late tell of a moment, and not of all the time since the one before.</summary>
    private static readonly TimeSpan SinceMax = TimeSpan.FromMilliseconds(100);

    private readonly Lock observing = new();
    private double lasting;
    private double share;

    /// <summary>From 0 to <see cref="ShareMax"/>.</summary>
    public double Share => Volatile.Read(ref share);

    /// <summary>Takes a count, and how long ago the one before was.</summary>
    public void Observe(int inHouse, TimeSpan since)
    {
        lock (observing)
        {
            var excess = Math.Clamp(((double)inHouse / bound) - 1 - Tolerance, -1, 1);
            var seconds = (since < SinceMax ? since : SinceMax).TotalSeconds;
            lasting = excess > 0
                ? Math.Min(lasting + (IntegralPerSecond * excess * seconds), ShareMax)
                : Math.Max(0, lasting * (1 - (DecayPerSecond * Math.Max(-excess, RoomMin) * seconds)));
            Volatile.Write(ref share, Math.Clamp(lasting + (Proportional * excess), 0, ShareMax));
        }
    }
}
