namespace Rewards.Domain.Rules;

/// <summary>
/// Where amounts stand while rules are evaluated: one array for a whole pass, and for many passes after each other.
/// What was taken is good until <see cref="Clear"/>.
/// </summary>
public sealed class AmountBuffer
{
    private const int AmountsAtFirst = 32;

    private long[] amounts = new long[AmountsAtFirst];
    private int taken;

    /// <summary>So many amounts of 0.</summary>
    public ArraySegment<long> Take(int count)
    {
        if (amounts.Length - taken < count)
        {
            // What was taken stays in the array before.
            amounts = new long[Math.Max(count, amounts.Length * 2)];
            taken = 0;
        }

        var part = new ArraySegment<long>(amounts, taken, count);
        part.AsSpan().Clear();
        taken += count;
        return part;
    }

    public void Clear() => taken = 0;
}
