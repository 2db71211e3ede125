using NodaTime;
using Rewards.AzureTables;
using Rewards.Journal.AzureTables.Layout;

namespace Rewards.Journal.AzureTables.Log;

/// <summary>Due work by time, in the log's partition. What this host has committed is in it when it is read.</summary>
internal sealed class DueIndex(Store store, LogWriter writer)
{
    public async ValueTask<IReadOnlyList<DueEntry>> ReadAsync(
        Instant upTo, int entriesMax, CancellationToken cancellation)
    {
        await writer.FlushAsync(cancellation).ConfigureAwait(false);
        var before = Keys.DueBefore(upTo + Duration.FromTicks(NodaConstants.TicksPerSecond / 1_000_000));
        return await RangeAsync(before, entriesMax, cancellation).ConfigureAwait(false);
    }

    public async ValueTask<Instant?> NextAsync(CancellationToken cancellation)
    {
        await writer.FlushAsync(cancellation).ConfigureAwait(false);
        var first = await RangeAsync(Keys.DueEnd, 1, cancellation).ConfigureAwait(false);
        return first.Count == 0 ? null : first[0].At;
    }

    public async ValueTask CompleteAsync(DueToken token)
    {
        if (token.Place is { } place)
        {
            await store.WriteIdempotentAsync(store.Log, TableOperation.Delete(Keys.Log, place)).ConfigureAwait(false);
        }
    }

    private async ValueTask<IReadOnlyList<DueEntry>> RangeAsync(
        string before, int entriesMax, CancellationToken cancellation) =>
        [.. (await store.RangeOfLogAsync(Keys.DueBegin, before, entriesMax, cancellation).ConfigureAwait(false))
            .Select(DueChange.Read)];
}
