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

    private readonly List<PendingAppend> pending = new(0);

    public StreamId Id { get; } = id;

    public long Version { get; private set; }

    public ReadOnlyMemory<byte> Hash { get; private set; } = HashChain.Origin;

    public long RecordsSinceSnapshot { get; private set; }

    public long BytesSinceSnapshot { get; private set; }

    /// <summary>Completes when everything appended so far is durable; null when nothing is on its way.</summary>
    public Task? LastCommit
    {
        get
        {
            lock (pending)
            {
                return pending.Count == 0 ? null : pending[^1].Task;
            }
        }
    }

    public static RecordWriter Writer => recordWriter ??= new RecordWriter();

    /// <summary>Goes on from what the journal holds.</summary>
    public void Resume(StreamTail tail)
    {
        Version = tail.Version;
        Hash = tail.Hash;
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
        Hash = append.Hash;
        RecordsSinceSnapshot = withSnapshot ? 0 : RecordsSinceSnapshot + 1;
        BytesSinceSnapshot = withSnapshot ? 0 : BytesSinceSnapshot + append.Record.Length;
        if (commit.IsCompletedSuccessfully)
        {
            return;
        }

        var entry = new PendingAppend(this, append);
        lock (pending)
        {
            pending.Add(entry);
        }

        entry.Watch(commit);
    }

    private FoundRecord? FindPending(RowKey row)
    {
        lock (pending)
        {
            for (var i = pending.Count - 1; i >= 0; i--)
            {
                var append = pending[i].Append;
                if (append.Rows.Contains(row))
                {
                    var record = new StoredRecord(Id, append.Version, append.Record, append.Hash, default);
                    return new FoundRecord(record, append.Side);
                }
            }
        }

        return null;
    }

    private FoundRecord? Seen(StoredRecord? found) =>
        found is null ? null
        : found.Version <= Version ? new FoundRecord(found, null)
        : throw new JournalConflictException(
            $"{Id} stands at {found.Version} or later; this grain has seen {Version}.");

    /// <summary>A committed record is found in the journal from now on.</summary>
    private void Settle(PendingAppend entry)
    {
        lock (pending)
        {
            pending.Remove(entry);
        }
    }

    /// <summary>
    /// An append on its way, which any number of callers wait for: its own, repeats of its command, reads of its
    /// effect.
    /// One that failed stays in the list, so that all who ride on it fail.
    /// </summary>
    private sealed class PendingAppend(GrainStream stream, Append append) : TaskCompletionSource
    {
        private ValueTaskAwaiter commit;

        public Append Append { get; } = append;

        public void Watch(ValueTask append)
        {
            commit = append.GetAwaiter();
            if (commit.IsCompleted)
            {
                Complete();
            }
            else
            {
                commit.UnsafeOnCompleted(Complete);
            }
        }

        private void Complete()
        {
            try
            {
                commit.GetResult();
            }
            catch (Exception e)
            {
                SetException(e);
                return;
            }

            stream.Settle(this);
            SetResult();
        }
    }
}
