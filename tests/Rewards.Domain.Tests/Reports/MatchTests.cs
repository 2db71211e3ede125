using Rewards.Domain.Reports;

namespace Rewards.Domain.Tests.Reports;

public sealed class MatchTests
{
    private const int MembersMany = 1_000_000;

    [Fact]
    public void Figures_OfEqualShares_AreAPerfectMatch()
    {
        var figures = new Match([10, 20, 30], [1_000, 2_000, 3_000]).Figures();

        Assert.Equal((1.0, 1.0), (figures.Index!.Value, Math.Round(figures.RankCorrelation!.Value, 12)));
        Assert.Equal(figures.PayGini!.Value, figures.ContributionGini!.Value, 12);
        Assert.Equal(2.0 / 9, figures.PayGini.Value, 12);
    }

    [Fact]
    public void Figures_OfPayToOthersThanThoseWhoContribute_AreNoMatch()
    {
        var match = new Match([10, 0], [0, 5]);

        Assert.Equal((0.0, -1.0), (match.Figures().Index!.Value, match.Figures().RankCorrelation!.Value));
        Assert.Equal([0], match.Extremes(10, 1).Select(share => share.Member));
        Assert.Equal([1], match.Extremes(10, -1).Select(share => share.Member));
    }

    [Fact]
    public void Figures_ByHand_AreRight()
    {
        // Shares 0.5, 0.3, 0.2 against 0.2, 0.4, 0.4: half of 0.3 + 0.1 + 0.2.
        var match = new Match([50, 30, 20], [20, 40, 40]);

        Assert.Equal(0.7, match.Figures().Index!.Value, 12);
        Assert.Equal([2, 1], match.Extremes(2, -1).Select(share => share.Member));
        // Ranks 3, 2, 1 against 1, 2.5, 2.5.
        Assert.Equal(-Math.Sqrt(0.75), match.Figures().RankCorrelation!.Value, 12);
    }

    [Fact]
    public void Figures_WhereNobodyContributedOrAmountsAreBelowZero_AreNotDefinedOrCountAsNothing()
    {
        Assert.Equal(new MatchFigures(null, null, 0, null), new Match([10], [0]).Figures());
        Assert.Equal(new MatchFigures(null, null, null, null), new Match([], []).Figures());
        Assert.Equal(1, new Match([5, -7], [3, -1]).Figures().Index);
    }

    [Fact]
    public void Curve_OfAnyNumberOfMembers_GoesFromNothingToAll()
    {
        foreach (var members in (int[])[1, 3, 100, 333])
        {
            long[] values = [.. Enumerable.Range(1, members).Select(i => (long)i)];

            var curve = new Match(values, values).Curve(100);

            Assert.Equal((101, (0.0, 0.0)), (curve.Count, curve[0]));
            Assert.Equal((1.0, 1.0), (Math.Round(curve[^1].Pay, 9), Math.Round(curve[^1].Contribution, 9)));
        }
    }

    /// <summary>How long it takes is measured by loadtests.</summary>
    [Fact]
    public void Report_OfAMillionMembers_IsComputed()
    {
        var random = new Random(7);
        long[] pay = [.. Enumerable.Range(0, MembersMany).Select(_ => (long)random.Next(0, 1_000))];
        long[] contribution = [.. pay.Select(paid => (paid * 1_000) + random.Next(0, 500_000))];

        var match = new Match(pay, contribution);

        Assert.InRange(match.Figures().Index!.Value, 0.5, 1);
        Assert.Equal((10, 10), (match.Extremes(10, 1).Count, match.Extremes(10, -1).Count));
    }
}
