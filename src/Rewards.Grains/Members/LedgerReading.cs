using Rewards.Domain;
using Rewards.Domain.Members;
using Rewards.Domain.Quests;
using Rewards.Domain.Retroactivity;
using Rewards.Domain.Vesting;
using Rewards.Journal;
using Rewards.Journal.Events;

namespace Rewards.Grains.Members;

/// <summary>
/// Reads a member's ledger from the journal, newest first, outside the grain's turn: it shows what is durable and holds
/// nobody up. One page reads a bounded number of records, so a filter that rarely fits gives short pages and a place to
/// go on from.
/// </summary>
internal static class LedgerReading
{
    private const int RecordsPerPageMax = 2_000;
    private const int RecordsPerRead = 200;

    public static async ValueTask<LedgerPage> ReadAsync(IJournal journal, StreamId stream, LedgerQuery query)
    {
        var entries = new List<LedgerEntry>();
        RecordPointer? from = query.After is { } place ? new RecordPointer(place.Record) : null;
        var skip = query.After?.Shown ?? 0;
        for (var read = 0; read < RecordsPerPageMax;)
        {
            var page = await journal.ReadBackwardAsync(stream, from, RecordsPerRead, CancellationToken.None);
            foreach (var record in page.Records)
            {
                if (await AddAsync(journal, record, query, skip, entries) is { } shown)
                {
                    return new LedgerPage(entries, new LedgerPlace(record.Pointer.Value, shown));
                }

                skip = 0;
            }

            read += page.Records.Count;
            if (page.Next is not { } next)
            {
                return new LedgerPage(entries, null);
            }

            from = next;
        }

        return new LedgerPage(entries, new LedgerPlace(from!.Value.Value, 0));
    }

    /// <summary>Adds a record's postings, newest first; when the page is full, how many of them were shown.</summary>
    private static async ValueTask<int?> AddAsync(
        IJournal journal, StoredRecord record, LedgerQuery query, int skip, List<LedgerEntry> entries)
    {
        var events = record.Content.Events.Select(made => (MemberEvent)EventCatalogue.Read(made)).ToArray();
        var postings = events.SelectMany(change => change.Postings.Select(posting => (change, posting))).ToArray();
        string? reason = null;
        var reasonRead = false;
        for (var i = postings.Length - 1 - skip; i >= 0; i--)
        {
            var (change, posting) = postings[i];
            var kind = LedgerCauses.Of(change);
            if ((query.Currency ?? posting.Currency) != posting.Currency || (query.Cause ?? kind) != kind)
            {
                continue;
            }

            if (entries.Count == query.Limit)
            {
                return postings.Length - 1 - i;
            }

            if (!reasonRead && !record.Content.SideHash.IsEmpty)
            {
                reasonRead = true;
                reason = await ReasonAsync(journal, record);
            }

            var place = postings.Take(i).Count(before => ReferenceEquals(before.change, change));
            var cause = Cause(change, place, kind, events, reason);
            entries.Add(new LedgerEntry(record.Version, i, record.Content.RecordedAt, posting, cause));
        }

        return null;
    }

    private static LedgerCause Cause(
        MemberEvent change, int place, string kind, MemberEvent[] events, string? reason)
    {
        var recorded = events.OfType<ActivityRecorded>().FirstOrDefault();
        return change switch
        {
            PointsAwarded awarded => new LedgerCause(
                kind, recorded?.Activity.Id.Value, recorded?.Receipt.RulesVersion, awarded.Rule, null, null, null),
            AwardReceived made => new LedgerCause(
                kind, made.Activity.Value, made.RulesVersion, made.Rule, null, null, null)
            { From = made.From },
            GrantedRetroactively made => Granted(kind, made, place),
            ReceivedAwardTakenBack made =>
                new LedgerCause(kind, made.Activity.Value, null, null, null, null, null) { From = made.From },
            AwardsApproved made => Reviewed(kind, made.Activity, made.By, reason),
            AwardsRejected made => Reviewed(kind, made.Activity, made.By, reason),
            AwardsLapsed made => Reviewed(kind, made.Activity, null, null),
            AwardsReversed made => Reviewed(kind, made.Activity, made.By, reason),
            QuestUndone made => Reviewed(
                kind, made.Because, events.OfType<AwardsReversed>().FirstOrDefault()?.By, reason),
            VestingMatured made => new LedgerCause(
                kind, made.Activity.Value, made.RulesVersion, made.Rule, null, null, null),
            VestingVoided made => new LedgerCause(
                kind, made.Activity.Value, made.RulesVersion, made.Rule, null, reason, null),
            PointsAdjusted made => new LedgerCause(kind, null, null, null, made.By, reason, null),
            PointsHeld made => new LedgerCause(kind, null, null, null, null, null, made.Hold),
            HoldSettled made => new LedgerCause(kind, null, null, null, null, null, made.Hold),
            HoldReleased made => new LedgerCause(kind, null, null, null, null, null, made.Hold),
            _ => new LedgerCause(kind, null, null, null, null, null, null),
        };
    }

    private static LedgerCause Granted(string kind, GrantedRetroactively made, int place) =>
        new(kind, made.Activity.Value, made.Version, made.Lines[place].Rule, null, null, null);

    private static LedgerCause Reviewed(string kind, ActivityId activity, string? by, string? reason) =>
        new(kind, activity.Value, null, null, by, reason, null);

    private static async ValueTask<string?> ReasonAsync(IJournal journal, StoredRecord record) =>
        await journal.ReadSideAsync(record, CancellationToken.None) is { } side
            ? SideRecord.Read(side.Span, record.Content.SideHash.Span).Reason
            : null;
}
