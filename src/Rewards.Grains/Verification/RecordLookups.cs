using Rewards.Journal;
using Rewards.Journal.Events;
using Rewards.Journal.Records;

namespace Rewards.Grains.Verification;

/// <summary>
/// Looks for a record from outside, as a grain would: each of its rows by key, and its side record. An id that was
/// taken twice shows here too, because the first record is not found any more. Where the backend can compare many rows
/// with its index at once they are collected for that, and only those that are not as expected are looked for.
/// </summary>
internal sealed class RecordLookups(IJournal journal, IJournalInspection inspection, IIndexCheck? index)
{
    public async ValueTask CheckAsync(
        StreamAudit audit, StoredRecord stored, JournalRecord record, CancellationToken cancellation)
    {
        try
        {
            for (var i = 0; i < record.Rows.Count; i++)
            {
                if (index is null)
                {
                    await CheckRowAsync(audit, stored, record.Rows[i], cancellation);
                }
                else
                {
                    index.Expect(stored.Stream, record.Rows[i].Key, stored.Pointer, IsFinal(record.Rows[i]));
                }

                if (IsReversal(record.Rows[i]))
                {
                    await ReversalCheck.CheckAsync(journal, audit, record, cancellation);
                }
            }

            if (!record.SideHash.IsEmpty && await journal.ReadSideAsync(stored, cancellation) is { } side)
            {
                audit.Counts.Sides++;
                SideRecord.Read(side.Span, record.SideHash.Span);
            }
        }
        catch (JournalCorruptException e)
        {
            audit.Complain(e.Message);
        }
    }

    /// <summary>The rows of a record that are not where the index was expected to say.</summary>
    public async ValueTask CheckRowsAsync(StreamAudit audit, StoredRecord stored, CancellationToken cancellation)
    {
        try
        {
            foreach (var row in stored.Content.Rows)
            {
                await CheckRowAsync(audit, stored, row, cancellation);
            }
        }
        catch (JournalCorruptException e)
        {
            audit.Complain(stored.Version, e.Message);
        }
    }

    private async ValueTask CheckRowAsync(
        StreamAudit audit, StoredRecord stored, Row row, CancellationToken cancellation)
    {
        var located = await inspection.LocateRowAsync(stored.Stream, row.Key, cancellation);
        if (located == stored.Pointer)
        {
            return;
        }

        var found = located is null ? null : await journal.FindRowAsync(stored.Stream, row.Key, cancellation);
        if (found is null || found.Version < stored.Version)
        {
            audit.Complain(
                stored.Version,
                $"the row {ExpectedRows.Name(row.Key)} is in the record but is not found by its key.");
        }
        else if (found.Version > stored.Version && IsFinal(row))
        {
            audit.Complain(
                stored.Version,
                $"the row {ExpectedRows.Name(row.Key)} is set once, and version {found.Version} sets it again.");
        }
    }

    /// <summary>An id that is taken, and a reversal: nothing comes after them.</summary>
    private static bool IsFinal(Row row) => row.Key.Kind switch
    {
        RowKind.Activity or RowKind.Request or RowKind.RulesVersion => true,
        _ => IsReversal(row),
    };

    private static bool IsReversal(Row row) => row.Key.Kind == RowKind.AwardStatus && row.Value.Span is [_, 1];
}
