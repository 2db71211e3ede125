using NodaTime;
using Rewards.Domain.Ledger;

namespace Rewards.Domain.Members;

/// <summary>
/// Expiry of lots. Whatever a member does, what has expired by then goes first, so that nothing expired is ever spent,
/// even when the wake-up for it is late.
/// </summary>
public static class Expiry
{
    /// <summary>Adds the expiry of everything that is due, if anything is.</summary>
    public static void DecideInto(MemberState state, Instant now, List<MemberEvent> events)
    {
        if (state.NextExpiry is not { } next || next > now)
        {
            return;
        }

        var postings = new List<Posting>();
        foreach (var wallet in state.Wallets)
        {
            Taking.Expire(wallet, now, postings);
        }

        events.Add(new PointsExpired(postings));
    }

    /// <summary>What the wake-up comes to: expiry, a new wake-up when the due lots are gone, or nothing.</summary>
    public static Decision Wake(MemberState state, Instant now)
    {
        var events = new List<MemberEvent>(1);
        DecideInto(state, now, events);
        if (events.Count == 0 && state.ExpiryWakeAt is { } wake && wake <= now)
        {
            events.Add(new ExpiryRescheduled());
        }

        return events.Count == 0 ? Decision.Nothing : new Decision(events, []);
    }
}
