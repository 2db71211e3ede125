using Rewards.Grains.Budgets;
using Rewards.Grains.Projections;
using Rewards.Journal;

namespace Rewards.Grains.Verification;

/// <summary>The saved projection, brought up to the end of the journal, against what all members come to.</summary>
internal static class TotalsCheck
{
    private const int RecordsPerRead = 4_096;

    public static async Task CheckAsync(
        IJournal journal, IJournalInspection inspection, Tally tally, Findings findings,
        CancellationToken cancellation)
    {
        foreach (var name in (string[])[new BudgetDraws().Name, PayAndContribution.SavedAs])
        {
            await OpenAsync(journal, name, static _ => { }, findings, cancellation);
        }

        var projection = new CommunityTotals();
        void Load(ProjectionState state) => projection.Load(state.State.Span);
        if (await OpenAsync(journal, projection.Name, Load, findings, cancellation) is not { } saved)
        {
            return;
        }

        await CatchUpAsync(projection, saved.Cursor, inspection, cancellation);
        var expected = tally.Totals.ToDictionary(one => one.Community, one => one.Totals, StringComparer.Ordinal);
        foreach (var community in projection.Communities.Union(expected.Keys).Order(StringComparer.Ordinal))
        {
            Compare(projection, community, expected.GetValueOrDefault(community) ?? [], findings);
        }
    }

    /// <summary>Null: never saved, or damaged. The next start computes it from the beginning.</summary>
    private static async ValueTask<ProjectionState?> OpenAsync(
        IJournal journal, string name, Action<ProjectionState> load, Findings findings, CancellationToken cancellation)
    {
        try
        {
            if (await journal.LoadProjectionAsync(name, cancellation) is { } saved)
            {
                var state = ProjectionSeal.Open(name, saved);
                load(state);
                return state;
            }
        }
        catch (JournalCorruptException e)
        {
            findings.Add(
                $"The projection '{name}' cannot be read; the next start computes it from the journal. {e.Message}");
        }

        return null;
    }

    private static async Task CatchUpAsync(
        CommunityTotals projection, FeedCursor cursor, IJournalInspection inspection, CancellationToken cancellation)
    {
        // A feed may hand a record out twice.
        var seen = new Dictionary<StreamId, long>();
        for (var atEnd = false; !atEnd;)
        {
            var page = await inspection.ReadAsync(cursor, RecordsPerRead, cancellation);
            foreach (var (record, _) in page.Records)
            {
                if (record.Version > seen.GetValueOrDefault(record.Stream))
                {
                    projection.Apply(record);
                    seen[record.Stream] = record.Version;
                }
            }

            (cursor, atEnd) = (page.Next, page.AtEnd);
        }
    }

    private static void Compare(
        CommunityTotals projection, string community, IReadOnlyList<CurrencyTotals> expected, Findings findings)
    {
        var actual = projection.Of(community);
        foreach (var totals in actual.Except(expected))
        {
            findings.Add($"The projection '{projection.Name}' is wrong for {totals.Currency} of '{community}': it has "
                + $"{Sentence(totals)}, and the members' ledgers come to "
                + $"{Sentence(expected.FirstOrDefault(one => one.Currency == totals.Currency))}.");
        }

        foreach (var totals in expected.Where(one => actual.All(known => known.Currency != one.Currency)))
        {
            findings.Add($"The projection '{projection.Name}' has no {totals.Currency} of '{community}', and the "
                + $"members' ledgers come to {Sentence(totals)}.");
        }
    }

    private static string Sentence(CurrencyTotals? totals) => totals is null
        ? "nothing"
        : $"issued {totals.Issued}, pending {totals.Pending}, adjusted {totals.Adjusted}, spent {totals.Spent}, "
            + $"expired {totals.Expired}, shortfall {totals.Shortfall}, outstanding {totals.Outstanding}";
}
