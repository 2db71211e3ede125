namespace Rewards.Domain.Ledger;

/// <summary>Limits on amounts, so that no sum within a member can overflow and JSON clients keep every digit.</summary>
public static class Amounts
{
    /// <summary>Largest amount of one posting, in whole units of a currency.</summary>
    public const long PostingMax = 1_000_000_000_000;

    /// <summary>
    /// Largest balance of a member account: 2^53 − 1, the largest integer that JSON clients keep exactly.
    /// </summary>
    public const long BalanceMax = 9_007_199_254_740_991;

    /// <exception cref="DomainException">The sum leaves ±<see cref="BalanceMax"/>:
    /// <c>amount-out-of-range</c>.</exception>
    public static long Add(long balance, long amount, string currency)
    {
        // Neither side exceeds BalanceMax, so the sum itself cannot wrap around.
        var sum = balance + amount;
        return sum is > BalanceMax or < -BalanceMax
            ? throw new DomainException(
                Refusals.AmountOutOfRange,
                $"The balance of {currency} would leave the range of ±{BalanceMax}. Nothing was changed.",
                ("currency", currency),
                ("maximum", BalanceMax))
            : sum;
    }

    /// <exception cref="DomainException">Not in 1…<see cref="PostingMax"/>: <c>amount-out-of-range</c>.</exception>
    public static long RequirePosting(long amount, string currency) =>
        amount is < 1 or > PostingMax
            ? throw new DomainException(
                Refusals.AmountOutOfRange,
                $"The amount of {currency} must be between 1 and {PostingMax}.",
                ("currency", currency),
                ("maximum", PostingMax))
            : amount;
}
