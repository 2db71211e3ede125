using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Rewards.Domain.Experiments;

namespace Rewards.Domain.Tests.Experiments;

public sealed class ArmsTests
{
    private const int Members = 20_000;

    private static readonly Arbitrary<(string Experiment, string Member, int Percent, int More)> Cases = (
        from experiment in Gen.Choose(0, 5_000)
        from member in Gen.Choose(0, 5_000)
        from percent in Gen.Choose(Experiment.PercentMin, Experiment.PercentMax)
        from more in Gen.Choose(0, 99)
        select ($"e{experiment}", $"成员 {member}", percent, Math.Min(99, percent + more))).ToArbitrary();

    [Fact]
    public void Member_TreatedAtSomePercentage_IsTreatedAtEveryLargerOne() => Prop.ForAll(
        Cases,
        it => !Arms.IsTreated(it.Experiment, it.Member, it.Percent)
            || Arms.IsTreated(it.Experiment, it.Member, it.More)).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(50)]
    [InlineData(99)]
    public void Members_Treated_AreAboutAsManyAsTheyShould(int percent)
    {
        var treated = Ids().Count(member => Arms.IsTreated("six", member, percent));

        // Five standard deviations.
        var share = percent / 100.0;
        Assert.InRange(treated - (Members * share), -5 * Deviation(share), 5 * Deviation(share));
    }

    [Fact]
    public void Arms_OfTwoExperiments_AreIndependent()
    {
        var both = Ids().Count(member => Arms.IsTreated("one", member, 50) && Arms.IsTreated("other", member, 50));

        Assert.InRange(both - (Members * 0.25), -5 * Deviation(0.25), 5 * Deviation(0.25));
    }

    /// <summary>Who is in which arm must be the same for ever.</summary>
    [Fact]
    public void Places_AreFrozen() => Assert.Equal(
        [Frozen.One, Frozen.Other, Frozen.Chinese],
        [Arms.PlaceOf("six", "m1"), Arms.PlaceOf("six", "m2"), Arms.PlaceOf("spring-2027", "成员 1")]);

    private static double Deviation(double share) => Math.Sqrt(Members * share * (1 - share));

    private static IEnumerable<string> Ids() =>
        Enumerable.Range(0, Members).Select(i => string.Create(CultureInfo.InvariantCulture, $"m{i}"));

    /// <summary>As they were first computed.</summary>
    private static class Frozen
    {
        public const int One = 2156;
        public const int Other = 9695;
        public const int Chinese = 6862;
    }
}
