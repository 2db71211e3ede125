using NodaTime;
using Rewards.Domain;
using Rewards.Domain.Activities;
using Rewards.Domain.Ledger;
using Rewards.Domain.Members;

namespace Rewards.Grains.Verification;

/// <summary>What waits for review of one activity: awards, or none where only contribution does.</summary>
internal sealed record OpenAward(Activity Activity, IReadOnlyList<PointsAwarded> Awards);

/// <summary>What waits for review of a member's activities: each is resolved once, in full.</summary>
internal sealed class OpenAwards
{
    private Dictionary<string, OpenAward>? open;

    public int Count => open?.Count ?? 0;

    /// <summary>Activities with the time at which what waits lapses.</summary>
    public IEnumerable<(string Activity, Instant At)> Lapses => (open ?? [])
        .Where(entry => entry.Value.Awards is [{ LapsesAt: not null }, ..])
        .Select(entry => (entry.Key, entry.Value.Awards[0].LapsesAt!.Value));

    public bool Contains(ActivityId activity) => open?.ContainsKey(activity.Value) == true;

    public void Open(ActivityId activity, OpenAward award) =>
        (open ??= new Dictionary<string, OpenAward>(StringComparer.Ordinal)).TryAdd(activity.Value, award);

    /// <summary>Closes the awards of an activity with the postings that say so; null when there are none.</summary>
    public OpenAward? Close(ActivityId activity, IReadOnlyList<Posting> moves, Account to, Action<string> complain)
    {
        if (open is null || !open.Remove(activity.Value, out var award))
        {
            complain($"it reviews activity '{activity}', and nothing of it waited for that.");
            return null;
        }

        foreach (var currency in Currencies(award, moves))
        {
            var waited = Granted(award, currency);
            var moved = Moved(moves, currency, to);
            if (waited != moved)
            {
                complain($"{waited} {currency} of activity '{activity}' were pending, and {moved} of them are moved.");
            }
        }

        return award;
    }

    private static IEnumerable<string> Currencies(OpenAward award, IReadOnlyList<Posting> moves) =>
        award.Awards.SelectMany(one => one.Lines).Select(line => line.Currency)
            .Concat(moves.Select(posting => posting.Currency))
            .Distinct(StringComparer.Ordinal);

    private static long Granted(OpenAward award, string currency) =>
        award.Awards.SelectMany(one => one.Lines).Where(line => line.Currency == currency).Sum(line => line.Granted);

    private static long Moved(IReadOnlyList<Posting> moves, string currency, Account to) => moves
        .Where(move => move.Currency == currency && move.From == Account.Pending && move.To == to)
        .Sum(move => move.Amount);
}
