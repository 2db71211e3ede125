using Rewards.Server.Http;
using Rewards.Server.Overload;

namespace Rewards.Server.Tests.Overload;

/// <summary>
/// The share that is refused, on a model of a server: requests in the house are served or refused in turns, each at its
/// cost in processor time, while others come.
/// </summary>
public sealed class SheddingTests
{
    private const int Bound = 500;
    private const double Processors = 1.2;
    private const double AwardSeconds = 45e-6;
    private const double RefusalSeconds = 9e-6;
    private const double MaximumPerSecond = Processors / AwardSeconds;

    [Theory]
    [InlineData(1.2)]
    [InlineData(1.5)]
    public void Shedding_OfMoreThanCanBeDone_ServesWhatIsLeftAndKeepsTheQueueShort(double times)
    {
        var offered = times * MaximumPerSecond;
        var world = new World(connections: 4 * Bound);
        world.Run(TimeSpan.FromSeconds(2), offered);

        var (served, refused, most) = world.Run(TimeSpan.FromSeconds(8), offered);

        var left = (Processors - (offered * RefusalSeconds)) / (AwardSeconds - RefusalSeconds);
        Assert.InRange(served / 8, 0.9 * left, 1.1 * MaximumPerSecond);
        Assert.InRange((served + refused) / 8, 0.97 * offered, 1.03 * offered);
        Assert.InRange(most, 1, 3 * Bound);
    }

    /// <summary>What no refusing can keep up with waits outside, and most of the maximum is still done.</summary>
    [Theory]
    [InlineData(2.0)]
    [InlineData(5.0)]
    public void Shedding_OfFarMoreThanCanBeDone_StillServes(double times)
    {
        var world = new World(connections: 4 * Bound);
        world.Run(TimeSpan.FromSeconds(2), times * MaximumPerSecond);

        var (served, _, most) = world.Run(TimeSpan.FromSeconds(8), times * MaximumPerSecond);

        Assert.InRange(served / 8, 0.8 * MaximumPerSecond, 1.1 * MaximumPerSecond);
        Assert.InRange(most, 1, 4 * Bound);
    }

    /// <summary>Some work is always done, although nobody who is refused goes away.</summary>
    [Fact]
    public void Shedding_OfCallersWhoAskAgainAtOnce_StillServesEverySecond()
    {
        var world = new World(connections: 2 * Bound);
        world.Run(TimeSpan.FromSeconds(2), double.PositiveInfinity);

        var (served, refused, _) = world.Run(TimeSpan.FromSeconds(2), double.PositiveInfinity);

        Assert.InRange(served / (served + refused), 0.49, 1);
    }

    [Fact]
    public void Shedding_OfNoMoreCallersThanTheBound_RefusesNobody()
    {
        var world = new World(connections: Bound);

        var (served, refused, _) = world.Run(TimeSpan.FromSeconds(5), double.PositiveInfinity);

        Assert.Equal(0, refused);
        Assert.InRange(served / 5, 0.9 * MaximumPerSecond, 1.1 * MaximumPerSecond);
    }

    [Fact]
    public void Shedding_AfterTheOverload_IsOverWithinASecond()
    {
        var world = new World(connections: 4 * Bound);
        world.Run(TimeSpan.FromSeconds(2), 1.5 * MaximumPerSecond);
        world.Run(TimeSpan.FromSeconds(1), MaximumPerSecond / 2);

        Assert.Equal(0, world.Run(TimeSpan.FromSeconds(1), MaximumPerSecond / 2).Refused);
    }

    [Fact]
    public void Admission_OfAShareThatIsShed_RefusesAboutThatShare()
    {
        var admission = new Admission(1_000_000, () => 0.3);

        var taken = Enumerable.Range(0, 10_000).Count(_ => admission.TryEnter());

        Assert.Equal((taken, 10_000 - taken), (admission.UnderWay, admission.Refused));
        Assert.InRange(taken, 6_700, 7_300);
    }

    /// <summary>Whoever has no connection waits outside, as a load generator's backlog does.</summary>
    private sealed class World(int connections)
    {
        private static readonly TimeSpan TurnMin = TimeSpan.FromMilliseconds(1);

        private readonly Shedding shedding = new(Bound);
        private readonly Random random = new(1);
        private double outside;
        private double inHouse;

        public (double Served, double Refused, double Most) Run(TimeSpan time, double offered)
        {
            var (served, refused, most) = (0.0, 0.0, 0.0);
            for (var passed = TimeSpan.Zero; passed < time;)
            {
                var share = shedding.Share;
                var refusing = 0;
                for (var request = 0; request < (int)inHouse; request++)
                {
                    refusing += random.NextDouble() < share ? 1 : 0;
                }

                var serving = (int)inHouse - refusing;
                var turn = TimeSpan.FromSeconds(
                    ((serving * AwardSeconds) + (refusing * RefusalSeconds)) / Processors);
                turn = turn > TurnMin ? turn : TurnMin;
                shedding.Observe((int)inHouse, turn);
                (served, refused, most) = (served + serving, refused + refusing, Math.Max(most, inHouse));
                outside = double.IsInfinity(offered) ? connections : outside + (offered * turn.TotalSeconds);
                inHouse = Math.Min(outside, connections);
                outside -= inHouse;
                passed += turn;
            }

            return (served, refused, most);
        }
    }
}
