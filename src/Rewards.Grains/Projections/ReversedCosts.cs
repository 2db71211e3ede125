using Rewards.Domain;
using Rewards.Domain.Members;
using Rewards.Domain.Quests;
using Rewards.Domain.Rules;
using Rewards.Domain.Vesting;
using Rewards.Grains.Members;
using Rewards.Grains.Retroactivity;
using Rewards.Grains.Vesting;
using Rewards.Journal;
using Rewards.Journal.Events;

namespace Rewards.Grains.Projections;

/// <summary>
/// Which rules had given what a reversal takes back. The reversal names the activity; the activity's record, which
/// never changes, names the rules. In full, also where the member had spent it: that is a shortfall, not an award.
/// </summary>
internal static class ReversedCosts
{
    public static IEnumerable<RuleCost> OfMember(
        StoredRecord record, AwardsReversed reversed, Func<StreamId, RowKey, StoredRecord?> find)
    {
        var status = AwardStatusRow.Read(record.Content.RowValue(AwardStatusRow.Key(reversed.Activity)));
        var version = 0;
        var undone = UndoneBy(record);
        var gone = new HashSet<int>();
        foreach (var change in EventsOf(find(record.Stream, RecordedActivity.Key(reversed.Activity.Value))))
        {
            switch (change)
            {
                case QuestCompleted completed when !undone.Contains((completed.Activity, completed.Rule)):
                    gone.Add(completed.Rule); // It was taken back before.
                    break;
                case PointsAwarded awarded when gone.Contains(awarded.Rule): break;
                case ActivityRecorded recorded: version = recorded.Receipt.RulesVersion; break;
                case PointsAwarded awarded when awarded.Status switch
                {
                    AwardStatus.Granted => true,
                    AwardStatus.Vesting => HasMatured(record.Stream, reversed, awarded.Rule, find),
                    _ => status.Review == AwardStatus.Granted,
                }:
                    foreach (var line in awarded.Lines)
                    {
                        yield return new RuleCost(line.Currency, version, awarded.Rule, line.Granted);
                    }

                    break;
            }
        }
    }

    /// <summary>The reward of a quest that another activity had completed.</summary>
    public static IEnumerable<RuleCost> OfQuest(
        StoredRecord record, QuestUndone undone, Func<StreamId, RowKey, StoredRecord?> find)
    {
        var version = 0;
        foreach (var change in EventsOf(find(record.Stream, RecordedActivity.Key(undone.Activity.Value))))
        {
            version = change is ActivityRecorded recorded ? recorded.Receipt.RulesVersion : version;
            foreach (var line in change is PointsAwarded award && award.Rule == undone.Rule ? award.Lines : [])
            {
                yield return new RuleCost(line.Currency, version, undone.Rule, line.Granted);
            }
        }
    }

    /// <summary>What later versions had granted for it.</summary>
    public static IEnumerable<RuleCost> OfGrants(
        StreamId member, ActivityId activity, Func<StreamId, RowKey, StoredRecord?> find)
    {
        var key = RetroactiveRows.Key(activity.Value);
        foreach (var version in find(member, key) is { } found
            ? RetroactiveRows.Read(found.Content.RowValue(key)) : [])
        {
            var made = find(member, RetroactiveRows.Key(version, activity.Value))
                ?? throw new JournalCorruptException($"A grant of version {version} is listed but not found.");
            foreach (var line in RetroactiveRows.GrantIn(made.Content).Lines)
            {
                yield return new RuleCost(line.Currency, version, line.Rule, line.Granted);
            }
        }
    }

    private static HashSet<(Domain.ActivityId, int)> UndoneBy(StoredRecord record) =>
        [.. EventsOf(record).OfType<QuestUndone>().Select(made => (made.Activity, made.Rule))];

    /// <summary>What came in for somebody else's activity; the row of the record tells which of its lines.</summary>
    public static IEnumerable<RuleCost> OfReceived(
        StoredRecord record, ReceivedAwardTakenBack taken, Func<StreamId, RowKey, StoredRecord?> find)
    {
        var actor = StreamId.OfMember(record.Stream.Community, taken.From);
        var (version, index) = (0, 0);
        foreach (var change in EventsOf(find(actor, RecordedActivity.Key(taken.Activity.Value))))
        {
            version = change is ActivityRecorded recorded ? recorded.Receipt.RulesVersion : version;
            foreach (var line in change is AwardsQueued queued ? queued.Lines : [])
            {
                var key = ReceiveTurn.Key(taken.From, taken.Activity.Value, index++);
                if (record.Content.Rows.Any(row => row.Key == key))
                {
                    yield return new RuleCost(line.Currency, version, ((AwardsQueued)change).Rule, line.Granted);
                }
            }
        }
    }

    private static bool HasMatured(
        StreamId stream, AwardsReversed reversed, int rule, Func<StreamId, RowKey, StoredRecord?> find)
    {
        var key = VestingRow.Key(reversed.Activity, rule);
        return find(stream, key) is { } found
            && VestingRow.Read(found.Content.RowValue(key)) == VestingStatus.Matured;
    }

    private static IEnumerable<object> EventsOf(StoredRecord? activity) =>
        activity?.Content.Events.Select(made => EventCatalogue.Read(made))
        ?? throw new JournalCorruptException("A reversal names an activity that is not there.");
}
