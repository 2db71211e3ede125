namespace Rewards.Domain.Reports;

/// <summary>
/// How pay matches contribution over all members. Null where it is not defined: nobody was paid, or nobody contributed.
/// </summary>
/// <param name="Index">1 − half the sum of absolute differences of the shares; 1 when every share is the same.</param>
/// <param name="RankCorrelation">Spearman's, equal values share their ranks.</param>
/// <param name="PayGini">0: all the same; towards 1: one has all.</param>
/// <param name="ContributionGini">The same of contribution.</param>
public sealed record MatchFigures(double? Index, double? RankCorrelation, double? PayGini, double? ContributionGini);

/// <summary>One member's part: shares of all pay and of all contribution.</summary>
public readonly record struct MatchShare(int Member, double Pay, double Contribution)
{
    /// <summary>More than 0: over-rewarded.</summary>
    public double Difference => Pay - Contribution;
}

/// <summary>
/// Compares what members were paid with what they contributed, in one period. An amount below zero (more taken back
/// than earned) counts as nothing. Linear but for sorting: a million members take a second.
/// </summary>
public sealed class Match
{
    private readonly long[] pay;
    private readonly long[] contribution;
    private readonly double payTotal;
    private readonly double contributionTotal;
    private MatchFigures? figures;

    /// <param name="pay">By member, in whole units.</param>
    /// <param name="contribution">By the same members, in any one unit.</param>
    public Match(ReadOnlySpan<long> pay, ReadOnlySpan<long> contribution)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(pay.Length, contribution.Length);
        this.pay = Floored(pay);
        this.contribution = Floored(contribution);
        payTotal = Total(this.pay);
        contributionTotal = Total(this.contribution);
    }

    private bool IsComparable => payTotal > 0 && contributionTotal > 0;

    public double PayTotal => payTotal;

    public double ContributionTotal => contributionTotal;

    public MatchShare ShareOf(int member) => new(
        member,
        payTotal > 0 ? pay[member] / payTotal : 0,
        contributionTotal > 0 ? contribution[member] / contributionTotal : 0);

    /// <summary>Computed once.</summary>
    public MatchFigures Figures() => figures ??= new MatchFigures(
        IsComparable ? Index() : null,
        IsComparable ? RankCorrelation() : null,
        Gini(pay, payTotal),
        Gini(contribution, contributionTotal));

    /// <summary>Those whose shares differ most; <paramref name="sign"/> 1: over-, −1: under-rewarded.</summary>
    public IReadOnlyList<MatchShare> Extremes(int count, int sign)
    {
        var most = new PriorityQueue<MatchShare, double>();
        for (var i = 0; i < pay.Length; i++)
        {
            var share = ShareOf(i);
            var difference = sign * share.Difference;
            if (difference <= 0)
            {
                continue;
            }

            most.Enqueue(share, difference);
            if (most.Count > count)
            {
                most.Dequeue();
            }
        }

        var found = new List<MatchShare>(most.Count);
        while (most.TryDequeue(out var share, out _))
        {
            found.Add(share);
        }

        found.Reverse();
        return found;
    }

    /// <summary>
    /// Cumulative shares with the members by falling contribution: <paramref name="points"/> + 1 points from (0, 0) to
    /// (1, 1), for a plot.
    /// </summary>
    public IReadOnlyList<(double Pay, double Contribution)> Curve(int points)
    {
        var order = Order(contribution);
        Array.Reverse(order);
        var curve = new List<(double, double)> { (0, 0) };
        var (paid, contributed, next) = (0.0, 0.0, 1);
        for (var i = 0; i < order.Length; i++)
        {
            var share = ShareOf(order[i]);
            (paid, contributed) = (paid + share.Pay, contributed + share.Contribution);
            for (; next <= points && (long)(i + 1) * points >= (long)next * order.Length; next++)
            {
                curve.Add((paid, contributed));
            }
        }

        return curve;
    }

    private double Index()
    {
        var sum = 0.0;
        for (var i = 0; i < pay.Length; i++)
        {
            sum += Math.Abs(ShareOf(i).Difference);
        }

        return 1 - (sum / 2);
    }

    private double? RankCorrelation()
    {
        var (x, y) = (Ranks(pay), Ranks(contribution));
        var mean = (pay.Length + 1) / 2.0;
        var (both, ofX, ofY) = (0.0, 0.0, 0.0);
        for (var i = 0; i < x.Length; i++)
        {
            both += (x[i] - mean) * (y[i] - mean);
            ofX += (x[i] - mean) * (x[i] - mean);
            ofY += (y[i] - mean) * (y[i] - mean);
        }

        return ofX > 0 && ofY > 0 ? both / Math.Sqrt(ofX * ofY) : null;
    }

    private static double[] Ranks(long[] values)
    {
        var order = Order(values);
        var ranks = new double[values.Length];
        for (var first = 0; first < order.Length;)
        {
            var last = first;
            while (last + 1 < order.Length && values[order[last + 1]] == values[order[first]])
            {
                last++;
            }

            for (var i = first; i <= last; i++)
            {
                ranks[order[i]] = ((first + last) / 2.0) + 1;
            }

            first = last + 1;
        }

        return ranks;
    }

    private static double? Gini(long[] values, double total)
    {
        if (total <= 0)
        {
            return null;
        }

        long[] sorted = [.. values];
        Array.Sort(sorted);
        var weighted = 0.0;
        for (var i = 0; i < sorted.Length; i++)
        {
            weighted += ((2.0 * (i + 1)) - sorted.Length - 1) * sorted[i];
        }

        return weighted / (sorted.Length * total);
    }

    private static int[] Order(long[] values)
    {
        var order = new int[values.Length];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        long[] keys = [.. values];
        Array.Sort(keys, order);
        return order;
    }

    private static long[] Floored(ReadOnlySpan<long> values)
    {
        var floored = new long[values.Length];
        for (var i = 0; i < floored.Length; i++)
        {
            floored[i] = Math.Max(0, values[i]);
        }

        return floored;
    }

    private static double Total(long[] values)
    {
        var total = 0.0;
        foreach (var value in values)
        {
            total += value;
        }

        return total;
    }
}
