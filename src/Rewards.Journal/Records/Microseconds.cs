using NodaTime;

namespace Rewards.Journal.Records;

/// <summary>Instants on disk: whole microseconds since 1970, rounded down.</summary>
public static class Microseconds
{
    private const int TicksPerMicrosecond = 10;

    public static long From(Instant at)
    {
        var ticks = at.ToUnixTimeTicks();
        return ticks >= 0 ? ticks / TicksPerMicrosecond : (ticks - TicksPerMicrosecond + 1) / TicksPerMicrosecond;
    }

    public static Instant ToInstant(long microseconds) => Instant.FromUnixTimeTicks(microseconds * TicksPerMicrosecond);

    /// <summary>The instant as it will be read back.</summary>
    public static Instant Floor(Instant at) => ToInstant(From(at));
}
