using Rewards.Domain;
using Rewards.Domain.Ledger;
using Rewards.Domain.Members;
using Rewards.Domain.Quests;
using Rewards.Domain.Rules;
using Rewards.Domain.Vesting;
using Rewards.Grains.Members;
using Rewards.Grains.Retroactivity;
using Rewards.Grains.Vesting;
using Rewards.Journal;
using Rewards.Journal.Events;
using Rewards.Journal.Records;

namespace Rewards.Grains.Verification;

/// <summary>
/// A reversal takes back what the activity's awards came to, no more and no less; of those that had expired nothing.
/// When approved points expire is in the record of the approval, which is not looked up: of them all or nothing.
/// </summary>
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
            var undone = Events(record).OfType<QuestUndone>().ToArray();
            var goneBefore = Events(found.Content).OfType<QuestCompleted>()
                .Where(made => !Array.Exists(undone, one => one.Activity == made.Activity && one.Rule == made.Rule))
                .Select(made => made.Rule).ToHashSet();
            var awards = Events(found.Content).OfType<PointsAwarded>()
                .Where(award => !goneBefore.Contains(award.Rule)).ToArray();
            var vested = await VestedAsync(journal, audit.Stream, reversed.Activity, awards, cancellation);
            var stood = Lines(awards, AwardStatus.Granted)
                .Concat(await GrantedAsync(journal, audit.Stream, reversed.Activity, cancellation))
                .Where(line => !(line.LotExpiresAt <= record.RecordedAt))
                .ToLookup(line => line.Currency, line => line.Granted, StringComparer.Ordinal);
            var waited = Lines(awards, AwardStatus.Pending)
                .Where(_ => review is AwardStatus.Pending or AwardStatus.Granted)
                .Concat(vested.Lines)
                .ToLookup(line => line.Currency, line => line.Granted, StringComparer.Ordinal);
            var taken = reversed.Moves
                .Where(move => move.To == Account.Issuance)
                .ToLookup(move => move.Currency, move => move.Amount, StringComparer.Ordinal);
            foreach (var currency in stood.Concat(waited).Concat(taken).Select(group => group.Key)
                .Distinct(StringComparer.Ordinal))
            {
                var all = stood[currency].Sum() + waited[currency].Sum();
                var least = review == AwardStatus.Granted || vested.AnyMatured ? stood[currency].Sum() : all;
                if (taken[currency].Sum() != all && taken[currency].Sum() != least)
                {
                    audit.Complain($"the awards of activity '{reversed.Activity}' came to {all} "
                        + $"{currency}, and {taken[currency].Sum()} are taken back.");
                }
            }
        }
    }

    /// <summary>
    /// What of awards that vest was left to take back, and whether any had matured: then a lot may have expired.
    /// </summary>
    private static async ValueTask<(IReadOnlyList<AwardLine> Lines, bool AnyMatured)> VestedAsync(
        IJournal journal, StreamId stream, ActivityId activity, PointsAwarded[] awards, CancellationToken cancellation)
    {
        var (lines, anyMatured) = (new List<AwardLine>(), false);
        foreach (var award in awards.Where(award => award.Status == AwardStatus.Vesting))
        {
            var key = VestingRow.Key(activity, award.Rule);
            var status = await journal.FindRowAsync(stream, key, cancellation) is { } found
                ? VestingRow.Read(found.Content.RowValue(key)) : VestingStatus.Open;
            anyMatured |= status == VestingStatus.Matured;
            if (status is VestingStatus.Open or VestingStatus.Matured)
            {
                lines.AddRange(award.Lines);
            }
        }

        return (lines, anyMatured);
    }

    /// <summary>What later versions had granted for it.</summary>
    private static async ValueTask<List<AwardLine>> GrantedAsync(
        IJournal journal, StreamId stream, ActivityId activity, CancellationToken cancellation)
    {
        var lines = new List<AwardLine>();
        var key = RetroactiveRows.Key(activity.Value);
        if (await journal.FindRowAsync(stream, key, cancellation) is not { } found)
        {
            return lines;
        }

        foreach (var version in RetroactiveRows.Read(found.Content.RowValue(key)))
        {
            var row = RetroactiveRows.Key(version, activity.Value);
            if (await journal.FindRowAsync(stream, row, cancellation) is { } made)
            {
                lines.AddRange(RetroactiveRows.GrantIn(made.Content).Lines.Select(
                    line => new AwardLine(line.Currency, line.Asked, line.Granted, line.LotExpiresAt)));
            }
        }

        return lines;
    }

    private static IEnumerable<AwardLine> Lines(IEnumerable<PointsAwarded> awards, AwardStatus status) =>
        awards.Where(award => award.Status == status).SelectMany(award => award.Lines);

    private static IEnumerable<object> Events(JournalRecord record) =>
        record.Events.Select(made => EventCatalogue.Read(made));
}
