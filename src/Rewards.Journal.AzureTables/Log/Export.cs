using Rewards.Journal.AzureTables.Streams;

namespace Rewards.Journal.AzureTables.Log;

/// <summary>
/// The feed with what lies beside its records. The store keeps one snapshot of a stream, the latest; it comes with the
/// record that it was written with.
/// </summary>
internal sealed class Export(Feed feed, StreamReads reader)
{
    private const int StreamsAtOnce = 16;

    public async ValueTask<ExportPage> ReadAsync(FeedCursor after, int recordsMax, CancellationToken cancellation)
    {
        var page = await feed.ReadAsync(after, recordsMax, cancellation).ConfigureAwait(false);
        var exported = new ExportedRecord[page.Records.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = StreamsAtOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(
            page.Records.Index().GroupBy(record => record.Item.Stream),
            options,
            async (stream, stop) =>
            {
                var snapshot = await reader.SnapshotAsync(stream.Key, stop).ConfigureAwait(false);
                foreach (var (index, record) in stream)
                {
                    var side = record.Content.SideHash.IsEmpty
                        ? null
                        : await reader.SideAsync(record, stop).ConfigureAwait(false);
                    var state = record.Version == snapshot.Version ? snapshot.State : default;
                    exported[index] = new ExportedRecord(record, state, side);
                }
            }).ConfigureAwait(false);
        return new ExportPage(exported, page.Next);
    }
}
