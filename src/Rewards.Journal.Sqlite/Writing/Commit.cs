using Rewards.Journal.Sqlite.Index;
using Rewards.Journal.Sqlite.Log;

namespace Rewards.Journal.Sqlite.Writing;

/// <summary>
/// What one commit holds: the requests that waited and slices of the index's upkeep. Reused from commit to commit.
/// </summary>
internal sealed class Commit(Fence fence, RecordLog log, SortedIndex index)
{
    private readonly BlockBuilder blocks = new() { NextBlock = Pointers.Block(log.LastPointer) + 1 };

    public List<WriteRequest> Requests { get; } = [];

    public List<IndexWrite> Slices { get; } = [];

    public bool IsEmpty => Requests.Count + Slices.Count == 0;

    public int AppendCount { get; private set; }

    public int LogBytes => blocks.Bytes;

    /// <summary>Of the log, once published.</summary>
    public long LastPointer => log.LastPointer;

    public void Clear()
    {
        Requests.Clear();
        Slices.Clear();
        blocks.Clear();
        AppendCount = 0;
    }

    /// <summary>
    /// Checks the appends against their streams' heads and lays out the frames of those that follow.
    /// </summary>
    public void Place()
    {
        foreach (var request in Requests)
        {
            if (request is AppendRequest append)
            {
                AppendCount++;
                append.Refusal = fence.Check(append, out var head);
                if (append.Refusal is null)
                {
                    append.Pointer = blocks.Add(append.Append, head.Pointer);
                    fence.Advance(append);
                }
            }
        }
    }

    /// <summary>Writes all of it; the caller holds the transaction.</summary>
    public void Write(JournalTables tables)
    {
        foreach (var block in blocks.Blocks)
        {
            tables.PutBlock(block.Id, blocks.BytesOf(block));
        }

        foreach (var request in Requests)
        {
            if (request is WriteJob job)
            {
                job.Write(tables);
            }
            else if (request is AppendRequest { Refusal: null } append)
            {
                tables.PutBeside(append.Append, append.Pointer);
            }
        }

        foreach (var slice in Slices)
        {
            slice.Write(tables.Index);
        }
    }

    /// <summary>Lets readers see what is durable now: rows before the head that makes them known.</summary>
    public void Publish()
    {
        foreach (var block in blocks.Blocks)
        {
            log.Cache.Add(block.Id, blocks.BytesOf(block));
        }

        foreach (var request in Requests)
        {
            if (request is AppendRequest { Refusal: null } append)
            {
                foreach (var row in append.Rows)
                {
                    index.Add(row, append.Pointer);
                }

                index.Add(append.Stream, append.Pointer);
                log.LastPointer = append.Pointer;
            }
        }

        foreach (var slice in Slices)
        {
            slice.Committed();
        }
    }
}
