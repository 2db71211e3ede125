using Rewards.AzureTables;
using Rewards.Journal.AzureTables.Layout;

namespace Rewards.Journal.AzureTables.Streams;

/// <summary>Erases a side record: all its parts in one transaction, so that none is left behind.</summary>
internal static class Erasure
{
    public static async ValueTask EraseAsync(Store store, StoredRecord record, CancellationToken cancellation)
    {
        var partition = Keys.Partition(record.Stream);
        for (var attempt = 1; ; attempt++)
        {
            var first = await store.FindAsync(partition, Keys.Side(record.Version), cancellation).ConfigureAwait(false);
            if (first is null)
            {
                return;
            }

            try
            {
                await store.TransactAsync(() => [.. Enumerable.Range(0, Parts.CountOf(first))
                    .Select(part => TableOperation.Delete(partition, Keys.Side(record.Version, part)))])
                    .ConfigureAwait(false);
                return;
            }
            catch (TableRequestException e) when (
                (e.IsUnknownOutcome || e.Status == 404) && attempt < store.Options.AttemptsMax)
            {
                await store.PauseAsync(attempt).ConfigureAwait(false);
            }
        }
    }
}
