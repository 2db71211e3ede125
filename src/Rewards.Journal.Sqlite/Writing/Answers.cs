namespace Rewards.Journal.Sqlite.Writing;

/// <summary>
/// Gives a commit's answers on a thread of their own, while the next commit is made: a pool would wake a thread or two
/// for each commit, and waking costs more than answering. When answers pile up, because there are too many for one
/// thread or because somebody blocks it, the pool takes what comes.
/// </summary>
internal sealed class Answers : IDisposable
{
    /// <summary>Answers that may wait for the thread: a few commits of a busy server.</summary>
    private const int WaitingMax = 512;

    private readonly object gate = new();
    private readonly Thread thread;
    private List<Answer> adding = [];
    private List<Answer> waiting = [];
    private bool idle;
    private bool closed;

    public Answers() => thread = new Thread(Run) { Name = "journal answers", IsBackground = true };

    public void Start() => thread.Start();

    public void Add(WriteRequest request, Exception? failure) => adding.Add(new Answer(request, failure));

    /// <summary>Sends what was added and not yet sent.</summary>
    public void Send()
    {
        lock (gate)
        {
            if (waiting.Count == 0)
            {
                (waiting, adding) = (adding, waiting);
            }
            else if (waiting.Count + adding.Count <= WaitingMax)
            {
                waiting.AddRange(adding);
            }
            else
            {
                GiveToPool();
            }

            if (idle && waiting.Count > 0)
            {
                idle = false;
                Monitor.Pulse(gate);
            }
        }

        adding.Clear();
    }

    /// <summary>Returns when everything that was sent is answered.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            closed = true;
            Monitor.Pulse(gate);
        }

        thread.Join();
    }

    private void GiveToPool()
    {
        foreach (var some in adding.Chunk(AnswerBatch.AnswersMax))
        {
            ThreadPool.UnsafeQueueUserWorkItem(new AnswerBatch(some), preferLocal: false);
        }
    }

    private void Run()
    {
        List<Answer> mine = [];
        while (Take(ref mine))
        {
            foreach (var answer in mine)
            {
                answer.Give();
            }

            mine.Clear();
        }
    }

    private bool Take(ref List<Answer> mine)
    {
        lock (gate)
        {
            while (waiting.Count == 0)
            {
                if (closed)
                {
                    return false;
                }

                idle = true;
                Monitor.Wait(gate);
            }

            (waiting, mine) = (mine, waiting);
            return true;
        }
    }
}
