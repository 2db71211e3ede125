using Rewards.Domain;
using Rewards.Domain.Ledger;
using Rewards.Domain.Members;
using Rewards.Domain.Rules;
using Rewards.Domain.Vesting;
using Rewards.Grains.Members;
using Rewards.Grains.Vesting;
using Rewards.Journal;
using Rewards.Journal.Events;
using Rewards.Journal.Records;

namespace Rewards.Grains.Verification;

/// <summary>A reversal takes back what the activity's awards came to, no more and no less.</summary>
internal static class ReversalCheck
{
    public static async ValueTask CheckAsync(
        IJournal journal, StreamAudit audit, JournalRecord record, CancellationToken cancellation)
    {
        foreach (var reversed in Events(record).OfType<AwardsReversed>())
        {
            var activity = RecordedActivity.Key(reversed.Activity.Value);
            if (await journal.FindRowAsync(audit.Stream, activity, cancellation) is not { } found)
            {
                audit.Complain($"it reverses the activity '{reversed.Activity}', which there is not.");
                continue;
            }

            var (review, _) = AwardStatusRow.Read(record.RowValue(AwardStatusRow.Key(reversed.Activity)));
            var awards = Events(found.Content).OfType<PointsAwarded>().ToArray();
            var ended = await EndedAsync(journal, audit.Stream, reversed.Activity, awards, cancellation);
            var stood = awards
                .Where(award => award.Status switch
                {
                    AwardStatus.Granted => true,
                    AwardStatus.Vesting => !ended.Contains(award.Rule),
                    _ => review is AwardStatus.Pending or AwardStatus.Granted,
                })
                .SelectMany(award => award.Lines)
                .ToLookup(line => line.Currency, line => line.Granted, StringComparer.Ordinal);
            var taken = reversed.Moves
                .Where(move => move.To == Account.Issuance)
                .ToLookup(move => move.Currency, move => move.Amount, StringComparer.Ordinal);
            foreach (var currency in stood.Concat(taken).Select(group => group.Key).Distinct(StringComparer.Ordinal))
            {
                if (stood[currency].Sum() != taken[currency].Sum())
                {
                    audit.Complain($"the awards of activity '{reversed.Activity}' came to {stood[currency].Sum()} "
                        + $"{currency}, and {taken[currency].Sum()} are taken back.");
                }
            }
        }
    }

    /// <summary>Rules whose awards lapsed or were voided while they vested: nothing of them is left to take back.
    /// </summary>
    private static async ValueTask<HashSet<int>> EndedAsync(
        IJournal journal, StreamId stream, ActivityId activity, PointsAwarded[] awards, CancellationToken cancellation)
    {
        var ended = new HashSet<int>();
        foreach (var award in awards.Where(award => award.Status == AwardStatus.Vesting))
        {
            var key = VestingRow.Key(activity, award.Rule);
            if (await journal.FindRowAsync(stream, key, cancellation) is { } found
                && VestingRow.Read(found.Content.RowValue(key)) != VestingStatus.Matured)
            {
                ended.Add(award.Rule);
            }
        }

        return ended;
    }

    private static IEnumerable<object> Events(JournalRecord record) =>
        record.Events.Select(made => EventCatalogue.Read(made));
}
