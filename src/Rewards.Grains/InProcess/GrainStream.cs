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
                return pending.Count == 0 ? null : pending[^1].Commit;
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
    /// <exception cref="JournalConflictException">The journal has more than this grain has seen.</exception>
    public async ValueTask<FoundRecord?> FindRowAsync(RowKey row)
    {
        lock (pending)
        {
            for (var i = pending.Count - 1; i >= 0; i--)
            {
                if (pending[i].Append.Rows.Contains(row))
                {
                    var append = pending[i].Append;
                    var record = new StoredRecord(Id, append.Version, append.Record, append.Hash, default);
                    return new FoundRecord(record, append.Side);
                }
            }
        }

        var found = await journal.FindRowAsync(Id, row, CancellationToken.None);
        if (found is null)
        {
            return null;
        }

        return found.Version <= Version
            ? new FoundRecord(found, null)
            : throw new JournalConflictException(
                $"{Id} stands at {found.Version} or later; this grain has seen {Version}.");
    }

    public async ValueTask<ReadOnlyMemory<byte>?> ReadSideAsync(FoundRecord found) =>
        found.PendingSide is { IsEmpty: false } side
            ? side
            : found.PendingSide is null ? await journal.ReadSideAsync(found.Record, CancellationToken.None) : null;

    /// <summary>Sends the next record on its way.</summary>
    /// <exception cref="AppendTooLargeException">Nothing is on its way; the caller drops the grain.</exception>
    public void Append(Append append, bool withSnapshot)
    {
        var commit = journal.AppendAsync(append).AsTask();
        Version = append.Version;
        Hash = append.Hash;
        RecordsSinceSnapshot = withSnapshot ? 0 : RecordsSinceSnapshot + 1;
        BytesSinceSnapshot = withSnapshot ? 0 : BytesSinceSnapshot + append.Record.Length;
        if (commit.IsCompletedSuccessfully)
        {
            return;
        }

        var entry = new PendingAppend(append, commit);
        lock (pending)
        {
            pending.Add(entry);
        }

        commit.ContinueWith(Settle, entry, TaskContinuationOptions.ExecuteSynchronously);
    }

    /// <summary>
    /// A committed record is found in the journal from now on. A failed one stays, so that all who ride on it fail.
    /// </summary>
    private void Settle(Task commit, object? entry)
    {
        if (commit.IsCompletedSuccessfully)
        {
            lock (pending)
            {
                pending.Remove((PendingAppend)entry!);
            }
        }
    }

    private sealed record PendingAppend(Append Append, Task Commit);
}
