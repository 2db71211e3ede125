using NodaTime;
using Rewards.Domain.Ledger;

namespace Rewards.Domain.Members;

/// <summary>What is known of a hold: its postings name the lots from which it drew.</summary>
public sealed record RecordedHold(string Id, string Currency, long Amount, IReadOnlyList<Posting> Drawn, bool Ended);

/// <summary>
/// Two steps of spending: points are held under an id, then settled (in full or in part) or released; each hold ends
/// once. What comes back returns into its lots, and what expired meanwhile expires with the next command.
/// </summary>
public static class HoldDecider
{
    /// <exception cref="DomainException"><c>not-enough</c> with what is missing,
    /// <c>amount-out-of-range</c>.</exception>
    public static Decision Hold(MemberState state, string id, string currency, long amount, Instant now)
    {
        Amounts.RequirePosting(amount, currency);
        var events = new List<MemberEvent>(2);
        Expiry.DecideInto(state, now, events);
        var postings = new List<Posting>();
        Taking.Spend(WalletCopies.Of(state, events).WalletOf(currency), amount, Account.Held, postings);
        events.Add(new PointsHeld(id, currency, amount, postings));
        return new Decision(events, []);
    }

    /// <exception cref="DomainException"><c>hold-ended</c>; <c>amount-out-of-range</c> for more than was
    /// held.</exception>
    public static Decision Settle(RecordedHold hold, long amount)
    {
        RequireOpen(hold);
        if (amount < 1 || amount > hold.Amount)
        {
            throw new DomainException(
                Refusals.AmountOutOfRange,
                $"Between 1 and {hold.Amount} {hold.Currency} of hold '{hold.Id}' can be settled.",
                ("maximum", hold.Amount));
        }

        var postings = new List<Posting> { new(hold.Currency, Account.Held, Account.Redemption, amount) };
        GiveBack(hold, hold.Amount - amount, postings);
        return new Decision([new HoldSettled(hold.Id, amount, postings)], []);
    }

    /// <exception cref="DomainException"><c>hold-ended</c>.</exception>
    public static Decision Release(RecordedHold hold)
    {
        RequireOpen(hold);
        var postings = new List<Posting>();
        GiveBack(hold, hold.Amount, postings);
        return new Decision([new HoldReleased(hold.Id, postings)], []);
    }

    /// <summary>
    /// The lots that live longest come back first: what is spent was drawn from those that expire earliest.
    /// </summary>
    private static void GiveBack(RecordedHold hold, long amount, List<Posting> postings)
    {
        for (var i = hold.Drawn.Count - 1; i >= 0 && amount > 0; i--)
        {
            var back = Math.Min(amount, hold.Drawn[i].Amount);
            postings.Add(new Posting(hold.Currency, Account.Held, Account.Available, back, hold.Drawn[i].LotExpiresAt));
            amount -= back;
        }
    }

    private static void RequireOpen(RecordedHold hold)
    {
        if (hold.Ended)
        {
            throw new DomainException(Refusals.HoldEnded, $"The hold '{hold.Id}' was settled or released before.");
        }
    }
}
