using NodaTime;
using Rewards.Domain.Members;
using Rewards.Grains.Members;
using Rewards.Journal;
using Rewards.Journal.Events;

namespace Rewards.Grains.Projections;

/// <summary>
/// The projection of match reports over the records of one member and month alone: the same rules count the same way as
/// in the costs of the community.
/// </summary>
internal sealed class MemberCosts(IJournal journal, DateTimeZone zone, Func<StreamId, RowKey, StoredRecord?> find)
{
    /// <summary>A page of a report asks for twenty members: each is read for half a second at most.</summary>
    private const int RecordsMax = 100_000;

    private const int RecordsPerRead = 1_000;

    private readonly PayAndContribution sums = new(_ => zone, find);

    /// <summary>Whether everything since the month began was read, and not the latest part of it only.</summary>
    public async ValueTask<bool> ReadAsync(StreamId stream, YearMonth month, CancellationToken cancellation)
    {
        var days = month.ToDateInterval();
        var from = zone.AtStartOfDay(days.Start).ToInstant();
        var to = zone.AtStartOfDay(days.End.PlusDays(1)).ToInstant();
        var (records, all) = await BackwardAsync(stream, from, cancellation);
        foreach (var record in records.Where(record => record.Content.RecordedAt < to))
        {
            ApplyWaiting(stream, record, records[0].Version);
            sums.Apply(record);
        }

        return all;
    }

    public IReadOnlyList<RuleCost> Of(string community, YearMonth month, string currency) =>
        sums.Copy(community, month, currency)?.Costs ?? [];

    /// <summary>Records from an instant on, in their order.</summary>
    private async ValueTask<(List<StoredRecord> Records, bool All)> BackwardAsync(
        StreamId stream, Instant from, CancellationToken cancellation)
    {
        var records = new List<StoredRecord>();
        RecordPointer? place = null;
        var all = false;
        while (!all && records.Count < RecordsMax)
        {
            var page = await journal.ReadBackwardAsync(stream, place, RecordsPerRead, cancellation);
            var since = page.Records.TakeWhile(record => record.Content.RecordedAt >= from).ToList();
            records.AddRange(since);
            all = since.Count < page.Records.Count || page.Next is null;
            place = page.Next;
        }

        records.Reverse();
        return (records, all);
    }

    /// <summary>
    /// An award that is approved in a month may have been recorded before: that record, which falls into its own month,
    /// says which rules it is of.
    /// </summary>
    private void ApplyWaiting(StreamId stream, StoredRecord record, long firstVersion)
    {
        foreach (var approved in record.Content.Events
            .Select(made => EventCatalogue.Read(made)).OfType<AwardsApproved>())
        {
            if (find(stream, RecordedActivity.Key(approved.Activity.Value)) is { } made && made.Version < firstVersion)
            {
                sums.Apply(made);
            }
        }
    }
}
