namespace Rewards.Demo;

/// <summary>What was done so far, by all members at once.</summary>
internal sealed class DemoCounts
{
    private long activities;
    private long reviews;
    private long reversals;
    private long adjustments;
    private long orders;

    public DemoResult Result(long members) => new(
        members,
        Interlocked.Read(ref activities),
        Interlocked.Read(ref reviews),
        Interlocked.Read(ref reversals),
        Interlocked.Read(ref adjustments),
        Interlocked.Read(ref orders));

    public void Activity() => Interlocked.Increment(ref activities);

    public void Review() => Interlocked.Increment(ref reviews);

    public void Reversal() => Interlocked.Increment(ref reversals);

    public void Adjustment() => Interlocked.Increment(ref adjustments);

    public void Order() => Interlocked.Increment(ref orders);
}
