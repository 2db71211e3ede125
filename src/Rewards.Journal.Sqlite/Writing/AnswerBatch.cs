namespace Rewards.Journal.Sqlite.Writing;

/// <summary>What a request is told: null when it is durable, or why not.</summary>
internal readonly record struct Answer(WriteRequest Request, Exception? Failure)
{
    public void Give() => Request.Answer(Failure);
}

/// <summary>A few answers as one item of the thread pool: an item for each would wake a thread for each.</summary>
internal sealed class AnswerBatch(Answer[] answers) : IThreadPoolWorkItem
{
    /// <summary>How many answers at most wait behind one another; the rest goes to other threads.</summary>
    public const int AnswersMax = 64;

    public void Execute()
    {
        foreach (var answer in answers)
        {
            answer.Give();
        }
    }
}
