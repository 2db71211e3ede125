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

    /// <summary>
    /// Repeats come in company (a client sends a whole batch again): after one, so many ids are looked up.
    /// </summary>
    private const int LookUpsAfterARepeat = 32;

    // The row that this turn took for new without asking; goes with its append.
    private RowKey[]? assumedNew;
    private int lookUps;

    // Changed under the lock of this object: commits complete outside of turns.
    private AppendsUnderWay underWay;

    public StreamId Id { get; } = id;

    public long Version { get; private set; }

    public Hash32 Hash { get; private set; }

    public long RecordsSinceSnapshot { get; private set; }

    public long BytesSinceSnapshot { get; private set; }

    /// <summary>Completes when everything appended so far is durable; null when nothing is on its way.</summary>
    public AppendUnderWay? LastCommit => underWay.Newest;

    /// <summary>Whether the turn goes on something that was not asked for.</summary>
    public bool RestsOnAssumption => assumedNew is not null;

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

    /// <summary>
    /// The record that took an id. Where a look costs a request, an id is taken for new without one: the append says
    /// so, and the journal refuses it if that is wrong. Who appends nothing has to look, see <see cref="LookUp"/>.
    /// </summary>
    public ValueTask<FoundRecord?> FindIdAsync(RowKey id)
    {
        if (!journal.RefusesTakenRows)
        {
            return FindRowAsync(id);
        }

        if (lookUps > 0)
        {
            return LookUpAsync(id);
        }

        if (FindPending(id) is { } onItsWay)
        {
            return ValueTask.FromResult<FoundRecord?>(onItsWay);
        }

        assumedNew = [id];
        return ValueTask.FromResult<FoundRecord?>(null);
    }

    public void AssumeNothing() => assumedNew = null;

    /// <summary>Nothing is taken for new in this turn; in those that follow neither, if repeats are about.</summary>
    public void LookUp(bool repeatsAreAbout)
    {
        assumedNew = null;
        lookUps = Math.Max(lookUps, repeatsAreAbout ? LookUpsAfterARepeat : 1);
    }

    /// <summary>What the turn took for new, for its append.</summary>
    public IReadOnlyList<RowKey> TakeAssumed()
    {
        IReadOnlyList<RowKey> taken = assumedNew ?? [];
        assumedNew = null;
        return taken;
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

    private async ValueTask<FoundRecord?> LookUpAsync(RowKey id)
    {
        var found = await FindRowAsync(id);
        lookUps = found is null ? lookUps - 1 : LookUpsAfterARepeat;
        return found;
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
