using NodaTime;
using Rewards.Domain.Entitlements;
using Rewards.Domain.Members;
using Rewards.Grains.Members;
using Rewards.Journal;
using Rewards.Journal.Events;

namespace Rewards.Grains.Entitlements;

/// <summary>
/// Reads what a member was given to claim from the journal, newest first, outside the grain's turn, as the ledger is
/// read: the list grows with a member's life and is in no state. What became of each is in its row.
/// </summary>
internal static class EntitlementReading
{
    private const int RecordsPerPageMax = 2_000;
    private const int RecordsPerRead = 200;

    public static async ValueTask<EntitlementPage> ReadAsync(
        IJournal journal, StreamId stream, EntitlementQuery query, Instant now)
    {
        var items = new List<EntitlementView>();
        RecordPointer? from = query.After is { } place ? new RecordPointer(place.Record) : null;
        var skip = query.After?.Shown ?? 0;
        for (var read = 0; read < RecordsPerPageMax;)
        {
            var page = await journal.ReadBackwardAsync(stream, from, RecordsPerRead, CancellationToken.None);
            foreach (var record in page.Records)
            {
                if (await AddAsync(journal, stream, record, query.Limit, skip, items) is { } shown)
                {
                    return new EntitlementPage(items, new LedgerPlace(record.Pointer.Value, shown), now);
                }

                skip = 0;
            }

            read += page.Records.Count;
            if (page.Next is not { } next)
            {
                return new EntitlementPage(items, null, now);
            }

            from = next;
        }

        return new EntitlementPage(items, new LedgerPlace(from!.Value.Value, 0), now);
    }

    /// <summary>Adds what a record gave; when the page is full, how much of it was shown.</summary>
    private static async ValueTask<int?> AddAsync(
        IJournal journal, StreamId stream, StoredRecord record, int limit, int skip, List<EntitlementView> items)
    {
        var granted = new List<EntitlementGranted>();
        foreach (var made in record.Content.Events)
        {
            if (EventCatalogue.MakesEntitlements(made.Code))
            {
                granted.Add((EntitlementGranted)EventCatalogue.Read(made));
            }
        }

        for (var i = skip; i < granted.Count; i++)
        {
            if (items.Count == limit)
            {
                return i;
            }

            items.Add(await ViewAsync(journal, stream, record, granted[i]));
        }

        return null;
    }

    private static async ValueTask<EntitlementView> ViewAsync(
        IJournal journal, StreamId stream, StoredRecord record, EntitlementGranted granted)
    {
        var key = EntitlementRows.Key(granted.Id);
        var latest = await journal.FindRowAsync(stream, key, CancellationToken.None);
        return new EntitlementView(
            granted.Id, record.Content.RecordedAt, granted.Activity.Value, granted.RulesVersion, granted.Rule,
            granted.Index, granted.Kind, granted.Item, granted.Quantity, granted.ExpiresAt,
            latest is not null && EntitlementRows.IsTakenBack(latest.Content.RowValue(key)));
    }
}
