using System.Collections.Concurrent;
using Rewards.Server.Http;
using Rewards.Server.Overload;

namespace Rewards.Server.Tests.Overload;

public sealed class OverloadWatchTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Here sockets are served by any thread of the pool; only two turns of the same one, one after the other, tell.
    /// Other tests may have requests begun on it meanwhile.
    /// </summary>
    [Fact]
    public void Probe_RequestsThatItsThreadBeginsBeforeIt_HaveWaitedBefore()
    {
        var told = new ConcurrentBag<int>();
        SocketProbe? probe = null;
        using var made = new ManualResetEventSlim();
        using var ofThisTest = probe = new SocketProbe(() =>
        {
            made.Wait();
            told.Add(probe!.WaitedBefore);
            probe.Prepare();
            RequestsBegun.Count();
            RequestsBegun.Count();
            probe.Send();
        });
        made.Set();
        probe.Prepare();
        probe.Send();

        Assert.True(SpinWait.SpinUntil(() => told.Any(waited => waited > 0), Patience));
        Assert.All(told, waited => Assert.True(waited is 0 or >= 2));
    }

    [Fact]
    public void Watch_OfAServerAtRest_CountsNobody()
    {
        var counts = 0;
        using var watch = new OverloadWatch(() => Interlocked.Increment(ref counts) * 0, new Shedding(1));

        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref counts) > 3 && watch.InHouse == 0, Patience));
    }

    [Fact]
    public void Watch_RequestsUnderWay_AreInTheHouseAndShedBeyondTheBound()
    {
        var shedding = new Shedding(6);
        using var watch = new OverloadWatch(() => 7, shedding);

        Assert.True(SpinWait.SpinUntil(() => watch.InHouse == 7 && shedding.Share > 0, Patience));
    }
}
