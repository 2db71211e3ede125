using NodaTime;

namespace Rewards.Domain.Ledger;

/// <summary>
/// One currency of one member. Invariant: the lots sum to max(<see cref="Available"/>, 0), every lot is positive, and
/// lots are in order of expiry. Changed only by <see cref="Apply"/>, with the postings that a replay applies again.
/// </summary>
public sealed class Wallet(string currency)
{
    private Lot[] lots = [];
    private int lotCount;

    public string Currency { get; } = currency;

    public long Available { get; private set; }

    public long Pending { get; private set; }

    public long Held { get; private set; }

    /// <summary>
    /// Earliest expiry first. At most one per instant of expiry, so their number is bounded by the validity in days.
    /// </summary>
    public ReadOnlySpan<Lot> Lots => lots.AsSpan(0, lotCount);

    public Instant? NextExpiry => lotCount == 0 ? null : lots[0].ExpiresAt;

    /// <summary>Restores a wallet from a snapshot.</summary>
    public static Wallet Restore(string currency, long available, long pending, long held, Lot[] lots) =>
        new(currency) { Available = available, Pending = pending, Held = held, lots = lots, lotCount = lots.Length };

    public void Apply(in Posting posting)
    {
        switch (posting.From)
        {
            case Account.Available: Draw(posting.LotExpiresAt, posting.Amount); break;
            case Account.Pending: Pending -= posting.Amount; break;
            case Account.Held: Held -= posting.Amount; break;
        }

        switch (posting.To)
        {
            case Account.Available: Fill(posting.LotExpiresAt, posting.Amount); break;
            case Account.Pending: Pending += posting.Amount; break;
            case Account.Held: Held += posting.Amount; break;
        }
    }

    /// <summary>What comes in pays a debt first; only what is left can be spent and is a lot.</summary>
    private void Fill(Instant? expiresAt, long amount)
    {
        var paysDebt = Math.Min(amount, Math.Max(0, -Available));
        Available += amount;
        var left = amount - paysDebt;
        if (left == 0)
        {
            return;
        }

        var at = IndexOf(expiresAt, out var found);
        if (found)
        {
            lots[at] = lots[at] with { Amount = lots[at].Amount + left };
            return;
        }

        if (lotCount == lots.Length)
        {
            Array.Resize(ref lots, lotCount == 0 ? 1 : lotCount + Math.Max(2, lotCount / 2));
        }

        Array.Copy(lots, at, lots, at + 1, lotCount - at);
        lots[at] = new Lot(expiresAt, left);
        lotCount++;
    }

    /// <summary>
    /// Takes from the named lot; what the lot does not hold is debt (the decider made sure that this is allowed).
    /// </summary>
    private void Draw(Instant? expiresAt, long amount)
    {
        Available -= amount;
        var at = IndexOf(expiresAt, out var found);
        if (!found)
        {
            return;
        }

        var left = lots[at].Amount - amount;
        if (left > 0)
        {
            lots[at] = lots[at] with { Amount = left };
            return;
        }

        lotCount--;
        Array.Copy(lots, at + 1, lots, at, lotCount - at);
        lots[lotCount] = default;
    }

    private int IndexOf(Instant? expiresAt, out bool found)
    {
        // Almost always the newest lot is meant: awards of one day share it.
        var at = lotCount;
        while (at > 0 && Lot.CompareExpiry(lots[at - 1].ExpiresAt, expiresAt) > 0)
        {
            at--;
        }

        found = at > 0 && Lot.CompareExpiry(lots[at - 1].ExpiresAt, expiresAt) == 0;
        return found ? at - 1 : at;
    }
}
