using Rewards.Journal.AzureTables.Layout;

namespace Rewards.Journal.AzureTables.Streams;

/// <summary>
/// The latest transactions of this host, oldest forgotten first: its own projections read them from here instead of
/// from the store. Committed records never change, so that a copy is as good.
/// </summary>
internal sealed class Recent(int bytesMax)
{
    /// <summary>What a record costs beside its bytes.</summary>
    private const int OverheadBytes = 200;

    private readonly Lock turn = new();
    private readonly Dictionary<(StreamId Stream, long First), IReadOnlyList<StoredRecord>> kept = [];
    private readonly Queue<(StreamId Stream, long First, int Bytes)> order = new();
    private long bytes;

    public void Add(StreamId stream, IReadOnlyList<StoredRecord> records)
    {
        var size = records.Sum(record => record.Bytes.Length + OverheadBytes);
        lock (turn)
        {
            kept[(stream, records[0].Version)] = records;
            order.Enqueue((stream, records[0].Version, size));
            bytes += size;
            while (bytes > bytesMax && order.TryDequeue(out var oldest))
            {
                kept.Remove((oldest.Stream, oldest.First));
                bytes -= oldest.Bytes;
            }
        }
    }

    public IReadOnlyList<StoredRecord>? Find(in Notice notice)
    {
        lock (turn)
        {
            return kept.GetValueOrDefault((notice.Stream, notice.First));
        }
    }
}
