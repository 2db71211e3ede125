using System.Runtime.CompilerServices;
using Rewards.Journal;
using Rewards.Journal.Records;

namespace Rewards.Grains.InProcess;

/// <summary>
/// A grain's hold on its stream: version and hash of the last record, and the appends that are on their way. The grain
/// runs ahead of its commits; rows of uncommitted records are found here before the journal is asked. Used inside
/// turns.
/// </summary>
internal sealed class GrainStream(IJournal journal, StreamId id)
{
    [ThreadStatic]
    private static RecordWriter? recordWriter;

    // Changed under the lock of this object: commits complete outside of turns.
    private AppendsUnderWay underWay;

    public StreamId Id { get; } = id;

    public long Version { get; private set; }

    public Hash32 Hash { get; private set; }

    public long RecordsSinceSnapshot { get; private set; }

    public long BytesSinceSnapshot { get; private set; }

    /// <summary>Completes when everything appended so far is durable; null when nothing is on its way.</summary>
    public AppendUnderWay? LastCommit => underWay.Newest;

    public static RecordWriter Writer => recordWriter ??= new RecordWriter();

    /// <summary>Goes on from what the journal holds.</summary>
    public void Resume(StreamTail tail)
    {
        Version = tail.Version;
        Hash = Hash32.Of(tail.Hash.Span);
        RecordsSinceSnapshot = tail.Records.Count;
        BytesSinceSnapshot = tail.Records.Sum(record => (long)record.Bytes.Length);
    }

    /// <summary>The latest record that sets the row.</summary>
    /// <exception cref="JournalConflictException">The journal holds more of the stream than this grain has
    /// seen.</exception>
    public ValueTask<FoundRecord?> FindRowAsync(RowKey row)
    {
        if (FindPending(row) is { } onItsWay)
        {
            return ValueTask.FromResult<FoundRecord?>(onItsWay);
        }

        var read = journal.FindRowAsync(Id, row, CancellationToken.None);
        return read.IsCompletedSuccessfully ? ValueTask.FromResult(Seen(read.Result)) : AwaitAsync(read);

        async ValueTask<FoundRecord?> AwaitAsync(ValueTask<StoredRecord?> reading) => Seen(await reading);
    }

    public async ValueTask<ReadOnlyMemory<byte>?> ReadSideAsync(FoundRecord found) =>
        found.PendingSide is { IsEmpty: false } side
            ? side
            : found.PendingSide is null ? await journal.ReadSideAsync(found.Record, CancellationToken.None) : null;

    /// <summary>Sends the next record on its way.</summary>
    /// <exception cref="AppendTooLargeException">Nothing is on its way; the caller drops the grain.</exception>
    public void Append(Append append, bool withSnapshot)
    {
        var commit = journal.AppendAsync(append);
        Version = append.Version;
        Hash = Hash32.Of(append.Hash.Span);
        RecordsSinceSnapshot = withSnapshot ? 0 : RecordsSinceSnapshot + 1;
        BytesSinceSnapshot = withSnapshot ? 0 : BytesSinceSnapshot + append.Record.Length;
        if (commit.IsCompletedSuccessfully)
        {
            return;
        }

        var entry = new AppendUnderWay(this, append);
        lock (this)
        {
            underWay.Add(entry);
        }

        entry.Watch(commit);
    }

    private FoundRecord? FindPending(RowKey row)
    {
        if (underWay.Newest is null)
        {
            return null;
        }

        Append? append;
        lock (this)
        {
            append = underWay.Find(row);
        }

        return append is null
            ? null
            : new FoundRecord(
                new StoredRecord(Id, append.Version, append.Record, append.Hash, default), append.Side);
    }

    private FoundRecord? Seen(StoredRecord? found) =>
        found is null ? null
        : found.Version <= Version ? new FoundRecord(found, null)
        : throw new JournalConflictException(
            $"{Id} stands at {found.Version} or later; this grain has seen {Version}.");

    /// <summary>A committed record is found in the journal from now on.</summary>
    public void Settle(AppendUnderWay settled)
    {
        lock (this)
        {
            underWay.Remove(settled);
        }
    }
}
