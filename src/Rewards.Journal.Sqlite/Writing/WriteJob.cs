namespace Rewards.Journal.Sqlite.Writing;

/// <summary>A write that is not an append: rare, so that it is a delegate.</summary>
internal sealed class WriteJob(long bytes, bool scrubsWal, Action<JournalTables> write) : WriteRequest
{
    private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override long Bytes => bytes;

    /// <summary>Whether what it overwrote must also vanish from the write-ahead log before it is done.</summary>
    public bool ScrubsWal => scrubsWal;

    public Task Done => done.Task;

    public void Write(JournalTables tables) => write(tables);

    public override void Answer(Exception? failure)
    {
        if (failure is null)
        {
            done.SetResult();
        }
        else
        {
            done.SetException(failure);
        }
    }
}
