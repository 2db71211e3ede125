using Rewards.Journal.Sqlite.Log;
using Rewards.Journal.Sqlite.Native;

namespace Rewards.Journal.Sqlite.Inspection;

/// <summary>Walks over the log and goes on behind what is damaged.</summary>
internal sealed class LogWalk(RecordLog log)
{
    /// <summary>Whole blocks, until there are as many records.</summary>
    public InspectionPage Read(FeedCursor after, int recordsMax, CancellationToken cancellation)
    {
        var records = new List<InspectedRecord>();
        var damage = new List<string>();
        var last = Pointers.Block(log.LastPointer);
        var block = Math.Max(1, Pointers.Block(after.Value + 1));
        for (; block <= last && records.Count < recordsMax; block++)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                ReadBlock(block, after.Value, records);
            }
            catch (Exception e) when (e is JournalCorruptException or SqliteException)
            {
                damage.Add(e.Message);
            }
        }

        return new InspectionPage(records, damage, new FeedCursor(Pointers.Of(block, 0) - 1), block > last);
    }

    private void ReadBlock(long block, long after, List<InspectedRecord> records)
    {
        var bytes = log.Block(block) ?? throw new JournalCorruptException($"Block {block} of the log is missing.");
        for (var offset = 0; offset < bytes.Length;)
        {
            var here = Pointers.Of(block, offset);
            if (here > after)
            {
                var frame = Frame.Read(bytes, here);
                records.Add(new InspectedRecord(frame.ToStored(), frame.Snapshot)
                {
                    Previous = new RecordPointer(frame.Previous),
                });
            }

            offset += FrameView.LengthAt(bytes, here);
        }
    }
}
