using NodaTime;
using Rewards.Domain.Ledger;
using Rewards.Domain.Programmes;
using Rewards.Domain.Standing;

namespace Rewards.Domain.Members;

/// <summary>Takes in, and takes back, what somebody else's activity gives to this member.</summary>
public static class ReceivedAwardDecider
{
    /// <exception cref="DomainException"><c>amount-out-of-range</c>: the balance would leave its range.</exception>
    public static Decision Receive(MemberState state, Programme programme, AwardReceived award, Instant now)
    {
        var events = new List<MemberEvent>(2);
        Expiry.DecideInto(state, now, events);
        if (programme.Sanctions.Withholds(state.Standing, now) is { } standing)
        {
            events.Add(new ReceivedAwardWithheld(
                award.From, award.Activity, award.RulesVersion, award.Rule, award.To, award.Currency, award.Amount,
                standing));
            return new Decision(events, []);
        }

        var wallet = state.FindWallet(award.Currency);
        var held = Math.Max(0, wallet?.Available ?? 0) + (wallet?.Pending ?? 0) + (wallet?.Held ?? 0);
        Amounts.Add(held, award.Amount, award.Currency);
        events.Add(award with { LotExpiresAt = programme.LotExpiry(award.Currency, now) });
        return new Decision(events, []);
    }

    /// <param name="state">The member.</param>
    /// <param name="programme">Says who bears what is not there any more.</param>
    /// <param name="from">Who acted.</param>
    /// <param name="activity">Whose awards were reversed.</param>
    /// <param name="received">What came in; null when nothing did.</param>
    /// <param name="now">Now. Of what has expired by then nothing is taken, as in a reversal.</param>
    public static Decision TakeBack(
        MemberState state, Programme programme, string from, ActivityId activity, AwardReceived? received, Instant now)
    {
        var events = new List<MemberEvent>(2);
        Expiry.DecideInto(state, now, events);
        var postings = new List<Posting>();
        if (received is not null && !(received.LotExpiresAt <= now))
        {
            Taking.TakeBack(
                WalletCopies.Of(state, events).WalletOf(received.Currency),
                received.Amount,
                Account.Issuance,
                new Lot(received.LotExpiresAt, received.Amount),
                programme.NegativeBalance,
                postings);
        }

        events.Add(new ReceivedAwardTakenBack(from, activity, postings));
        return new Decision(events, []);
    }
}
