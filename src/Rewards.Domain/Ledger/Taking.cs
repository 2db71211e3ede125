using NodaTime;

namespace Rewards.Domain.Ledger;

/// <summary>Which postings take an amount out of a wallet. Pure: it reads the wallet and returns postings.</summary>
public static class Taking
{
    /// <summary>
    /// Spends: lots earliest first. The wallet must hold enough.
    /// </summary>
    /// <exception cref="DomainException"><c>not-enough</c> with what is missing.</exception>
    public static void Spend(Wallet wallet, long amount, Account to, List<Posting> postings)
    {
        var missing = amount - Math.Max(0, wallet.Available);
        if (missing > 0)
        {
            throw new DomainException(
                Refusals.NotEnough,
                $"{missing} {wallet.Currency} are missing.",
                ("currency", wallet.Currency),
                ("available", wallet.Available),
                ("missing", missing));
        }

        TakeFromLots(wallet, amount, to, preferred: null, postings);
    }

    /// <summary>
    /// Takes back, whether or not the member still has it: first from the lot that the award filled, then from the
    /// others earliest first; the rest by policy, from the shortfall account or as the member's debt.
    /// </summary>
    public static void TakeBack(
        Wallet wallet, long amount, Account to, Lot? preferred, NegativeBalancePolicy policy, List<Posting> postings)
    {
        var left = amount - TakeFromLots(wallet, amount, to, preferred, postings);
        if (left == 0)
        {
            return;
        }

        if (policy == NegativeBalancePolicy.Debt)
        {
            Amounts.Add(wallet.Available, -amount, wallet.Currency);
            postings.Add(new Posting(wallet.Currency, Account.Available, to, left));
        }
        else
        {
            postings.Add(new Posting(wallet.Currency, Account.Shortfall, to, left));
        }
    }

    /// <summary>Everything that has expired by <paramref name="now"/> goes to the expiry account.</summary>
    public static void Expire(Wallet wallet, Instant now, List<Posting> postings)
    {
        foreach (var lot in wallet.Lots)
        {
            if (lot.ExpiresAt is not { } at || at > now)
            {
                return;
            }

            postings.Add(new Posting(wallet.Currency, Account.Available, Account.Expiry, lot.Amount, at));
        }
    }

    private static long TakeFromLots(Wallet wallet, long amount, Account to, Lot? preferred, List<Posting> postings)
    {
        var taken = 0L;
        if (preferred is { } own)
        {
            foreach (var lot in wallet.Lots)
            {
                if (lot.ExpiresAt == own.ExpiresAt)
                {
                    taken = Take(lot, Math.Min(amount, own.Amount));
                }
            }
        }

        foreach (var lot in wallet.Lots)
        {
            if (taken == amount)
            {
                break;
            }

            // The preferred lot gave all that it had or all that was asked.
            if (preferred is null || lot.ExpiresAt != preferred.Value.ExpiresAt)
            {
                taken += Take(lot, amount - taken);
            }
        }

        return taken;

        long Take(Lot lot, long asked)
        {
            var amountTaken = Math.Min(lot.Amount, asked);
            postings.Add(new Posting(wallet.Currency, Account.Available, to, amountTaken, lot.ExpiresAt));
            return amountTaken;
        }
    }
}
