using Rewards.Journal.Records;
using Rewards.Journal.Sqlite.Index;
using Rewards.Journal.Sqlite.Log;
using Rewards.Journal.Sqlite.Native;

namespace Rewards.Journal.Sqlite.Writing;

/// <summary>
/// Lets an append through only when it follows its stream's head: the next version, and a hash that continues the
/// head's. The hash tells followers of a failed append apart from those of the append that won.
/// </summary>
internal sealed class Fence(SortedIndex index, BlockCache cache, Connection writing, int headsPerGeneration)
    : IDisposable
{
    private readonly Heads heads = new(headsPerGeneration);

    // Within the writer's transaction: its pages stay cached from commit to commit, a reader's do not.
    private readonly IndexReader indexReader = new(writing);
    private readonly LogReader logReader = new(writing);

    /// <summary>Null when the append may be written.</summary>
    public Exception? Check(AppendRequest request, out Head head)
    {
        head = Head.Origin;
        try
        {
            head = Find(request);
        }
        catch (JournalCorruptException e)
        {
            return e;
        }

        var append = request.Append;
        if (append.Version != head.Version + 1)
        {
            return new JournalConflictException(
                $"{append.Stream} stands at version {head.Version}; version {append.Version} does not follow it.");
        }

        return Hash32.Of(append.PreviousHash.Span) == head.Hash
            ? null
            : new JournalConflictException(
                $"Version {append.Version} of {append.Stream} does not continue the record at version {head.Version}.");
    }

    /// <summary>The append is the head for those that come after it, in the same commit already.</summary>
    public void Advance(AppendRequest request) =>
        heads.Set(
            request.Stream,
            new Head(request.Append.Version, request.Pointer, Hash32.Of(request.Append.Hash.Span)));

    public void Dispose()
    {
        indexReader.Dispose();
        logReader.Dispose();
    }

    private Head Find(AppendRequest request)
    {
        if (heads.TryGet(request.Stream, out var head))
        {
            return head;
        }

        var pointer = index.Find(request.Stream, indexReader);
        if (pointer == 0)
        {
            return Head.Origin;
        }

        var (version, hash) = cache.Find(Pointers.Block(pointer)) is { } block
            ? Standing(new FrameView(block, pointer))
            : logReader.Read(pointer, Standing);
        head = new Head(version, pointer, hash);
        heads.Set(request.Stream, head);
        return head;
    }

    private static (long Version, Hash32 Hash) Standing(FrameView frame) =>
        (RecordReader.ReadHead(frame.Record).Version, Hash32.Of(frame.Hash));
}
