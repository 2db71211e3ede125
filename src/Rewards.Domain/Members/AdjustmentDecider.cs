using NodaTime;
using Rewards.Domain.Ledger;
using Rewards.Domain.Programmes;

namespace Rewards.Domain.Members;

/// <summary>An operator gives or takes points, always with a reason.</summary>
public static class AdjustmentDecider
{
    /// <summary>Longest reason, in UTF-16 code units.</summary>
    public const int ReasonLengthMax = 500;

    /// <exception cref="DomainException"><c>unknown-currency</c>, <c>amount-out-of-range</c>.</exception>
    public static Decision Adjust(
        MemberState state, Programme programme, string currency, long amount, string by, Instant now)
    {
        if (!programme.Currencies.ContainsKey(currency))
        {
            throw new DomainException(
                Refusals.UnknownCurrency,
                $"The community has no currency '{currency}'; it has {string.Join(", ", programme.Currencies.Keys)}.",
                ("currency", currency));
        }

        Amounts.RequirePosting(amount == long.MinValue ? 0 : Math.Abs(amount), currency);
        var events = new List<MemberEvent>(2);
        Expiry.DecideInto(state, now, events);
        var wallet = WalletCopies.Of(state, events).WalletOf(currency);
        var postings = new List<Posting>();
        if (amount > 0)
        {
            Amounts.Add(Math.Max(0, wallet.Available) + wallet.Pending + wallet.Held, amount, currency);
            var expiry = programme.LotExpiry(currency, now);
            postings.Add(new Posting(currency, Account.Adjustment, Account.Available, amount, expiry));
        }
        else
        {
            Taking.TakeBack(wallet, -amount, Account.Adjustment, preferred: null, programme.NegativeBalance, postings);
        }

        events.Add(new PointsAdjusted(currency, amount, by, postings));
        return new Decision(events, []);
    }
}
