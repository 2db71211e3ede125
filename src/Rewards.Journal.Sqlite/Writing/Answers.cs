namespace Rewards.Journal.Sqlite.Writing;

/// <summary>Hands a commit's answers to the thread pool, or gives them on the writer's own thread.</summary>
internal sealed class Answers(bool onThreadPool)
{
    private CompletionBatch batch = new();

    public void Add(WriteRequest request, Exception? failure)
    {
        if (!onThreadPool)
        {
            request.Answer(failure);
            return;
        }

        if (batch.IsFull)
        {
            Send();
        }

        batch.Add(request, failure);
    }

    /// <summary>Sends what was added and not yet sent.</summary>
    public void Send()
    {
        if (batch.IsEmpty)
        {
            return;
        }

        ThreadPool.UnsafeQueueUserWorkItem(batch, preferLocal: false);
        batch = new CompletionBatch();
    }
}
