using System.Diagnostics;
using Rewards.Server.Overload;

namespace Rewards.Server.Tests.Overload;

public sealed class OverloadWatchTests
{
    [Fact]
    public void Probe_AByteUnderWay_HasWaitedSinceItWasSent()
    {
        using var probe = new SocketProbe();
        var now = Stopwatch.GetTimestamp();

        Assert.Equal(0, probe.WaitTicks(now));
        probe.Send(now);

        // Arrived or not: from the send on, the wait is never told as nothing.
        Assert.True(probe.WaitTicks(Stopwatch.GetTimestamp()) > 0);
    }

    [Fact]
    public void Probe_AByteThatArrived_IsFollowedByTheNext()
    {
        using var probe = new SocketProbe();
        probe.Send(Stopwatch.GetTimestamp());
        var before = 0L;
        Assert.True(SpinWait.SpinUntil(() => HasSettled(probe, ref before), TimeSpan.FromSeconds(20)));

        // A send of an hour ago, as it were: what arrives now has taken that long.
        var hour = 3_600 * Stopwatch.Frequency;
        probe.Send(Stopwatch.GetTimestamp() - hour);

        Assert.True(SpinWait.SpinUntil(
            () => probe.WaitTicks(Stopwatch.GetTimestamp()) >= hour, TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public void Watch_OfAServerAtRest_RefusesNobody()
    {
        using var watch = new OverloadWatch();

        Assert.False(watch.Refuses);
    }

    /// <summary>The wait grows no more: the byte has arrived.</summary>
    private static bool HasSettled(SocketProbe probe, ref long before)
    {
        var wait = probe.WaitTicks(Stopwatch.GetTimestamp());
        (var same, before) = (wait > 0 && wait == before, wait);
        return same;
    }
}
