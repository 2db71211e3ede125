namespace Rewards.Journal.Sqlite.Writing;

/// <summary>
/// Answers to a few requests as one item of the thread pool: an item for each would wake a thread for each, and waking
/// costs more than answering.
/// </summary>
internal sealed class CompletionBatch : IThreadPoolWorkItem
{
    /// <summary>
    /// How many answers at most wait behind one another; the rest of a commit goes to other threads.
    /// </summary>
    public const int AnswersMax = 16;

    private readonly List<(WriteRequest Request, Exception? Failure)> answers = new(AnswersMax);

    public bool IsEmpty => answers.Count == 0;

    public bool IsFull => answers.Count == AnswersMax;

    public void Add(WriteRequest request, Exception? failure) => answers.Add((request, failure));

    public void Execute()
    {
        foreach (var (request, failure) in answers)
        {
            request.Answer(failure);
        }
    }
}
