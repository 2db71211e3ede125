namespace Rewards.LoadTests.Workload;

/// <summary>
/// Member numbers drawn by Zipf (rank r with weight r^-1.01) from one million, drawn ahead of the run so that
/// a draw costs one sequential read, and so that sequence number n always means the same member: a retry of n
/// renders the same bytes again. The ring holds four million draws; runs longer than that repeat it with new ids.
/// </summary>
public sealed class Members
{
    public const int Count = 1_000_000;
    public const double Exponent = 1.01;

    private const int RingSize = 1 << 22;

    private readonly int[] ring = new int[RingSize];
    private readonly long offset;

    /// <param name="offset">Where in the ring sequence number 0 starts; lanes start at different places.</param>
    public Members(int seed, long offset)
    {
        this.offset = offset;
        var cumulative = CumulativeWeights();
        var random = new Random(seed);
        for (var i = 0; i < ring.Length; i++)
            ring[i] = RankAt(cumulative, random.NextDouble() * cumulative[^1]);
    }

    public static Members Drawn(MemberDraw draw, int seed) => draw switch
    {
        MemberDraw.One => new Members([.. Enumerable.Repeat(1, RingSize)], 0),
        MemberDraw.Each => new Members([.. Enumerable.Range(0, RingSize).Select(i => (i % Count) + 1)], 0),
        _ => new Members(seed, 0),
    };

    private Members(int[] ring, long offset)
    {
        this.ring = ring;
        this.offset = offset;
    }

    /// <summary>The same draws for another lane, without drawing them again.</summary>
    public Members StartingAt(long otherOffset) => new(ring, otherOffset);

    /// <summary>1 … <see cref="Count"/>; 1 is the busiest (about 7 % of all draws).</summary>
    public int Of(long sequence) => ring[(offset + sequence) & (RingSize - 1)];

    private static double[] CumulativeWeights()
    {
        var cumulative = new double[Count];
        var sum = 0.0;
        for (var rank = 1; rank <= Count; rank++)
            cumulative[rank - 1] = sum += Math.Pow(rank, -Exponent);
        return cumulative;
    }

    private static int RankAt(double[] cumulative, double point)
    {
        var index = Array.BinarySearch(cumulative, point);
        return Math.Min(index < 0 ? ~index : index, Count - 1) + 1;
    }
}

public enum MemberDraw
{
    /// <summary>By Zipf: a few busy ones, many quiet ones.</summary>
    Zipf,

    /// <summary>Always the same one.</summary>
    One,

    /// <summary>One after the other, so that all have the same number of activities.</summary>
    Each,
}
