using Rewards.Domain.Ledger;
using Rewards.Domain.Members;
using Rewards.Domain.Rules;
using Rewards.Grains.Members;
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
            var stood = Events(found.Content).OfType<PointsAwarded>()
                .Where(award => award.Status == AwardStatus.Granted
                    || review is AwardStatus.Pending or AwardStatus.Granted)
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

    private static IEnumerable<object> Events(JournalRecord record) =>
        record.Events.Select(made => EventCatalogue.Read(made));
}
