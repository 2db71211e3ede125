using Rewards.Journal.Sqlite.Index;

namespace Rewards.Journal.Sqlite.Writing;

/// <summary>What waits for the writer, in the order in which it came. Bounded in number and bytes.</summary>
internal sealed class WriteQueue(SqliteJournalOptions options)
{
    /// <summary>Chunks of the index in one commit: about 0.1 ms of it.</summary>
    private const int UpkeepPerCommit = 32;

    /// <summary>A commit is closed when it holds as much: about 20 ms of a slow disk.</summary>
    private const long CommitBytesMax = 8 << 20;

    private readonly object gate = new();
    private readonly Queue<WriteRequest> requests = new();
    private readonly Queue<IndexWrite> upkeep = new();
    private long bytes;
    private int wakeAtRequests = int.MaxValue;
    private bool wakeAtUpkeep;
    private bool closed;
    private Func<Exception>? refusal;

    public int Count => requests.Count;

    /// <summary>Takes the request, or says why not.</summary>
    public Exception? TryAdd(WriteRequest request)
    {
        lock (gate)
        {
            if (refusal is not null)
            {
                return refusal();
            }

            if (requests.Count >= options.QueueAppendsMax || bytes + request.Bytes > options.QueueBytesMax)
            {
                return new JournalBusyException(
                    $"{requests.Count} appends ({bytes >> 20} MiB) wait for the disk already. Try again later.");
            }

            bytes += request.Bytes;
            requests.Enqueue(request);
            if (requests.Count >= wakeAtRequests)
            {
                wakeAtRequests = int.MaxValue;
                Monitor.Pulse(gate);
            }

            return null;
        }
    }

    public void AddUpkeep(IndexWrite write)
    {
        lock (gate)
        {
            upkeep.Enqueue(write);
            if (wakeAtUpkeep)
            {
                wakeAtUpkeep = false;
                Monitor.Pulse(gate);
            }
        }
    }

    /// <summary>Refuses what comes from now on; what waits is still taken.</summary>
    public void Refuse(Func<Exception> why)
    {
        lock (gate)
        {
            refusal ??= why;
            Monitor.Pulse(gate);
        }
    }

    /// <summary>Refuses, and ends the writer when it has taken what waits.</summary>
    public void Close(Func<Exception> why)
    {
        lock (gate)
        {
            closed = true;
            Refuse(why);
        }
    }

    /// <summary>
    /// Waits for something to write and takes it. False when closed and empty. When <paramref name="company"/> appends
    /// came last time, waits a moment until as many are there again: they share one sync. While the index
    /// <paramref name="lags"/>, only its upkeep is taken.
    /// </summary>
    public bool Take(Commit commit, int company, bool lags)
    {
        lock (gate)
        {
            if (lags)
            {
                if (upkeep.Count == 0)
                {
                    wakeAtUpkeep = true;
                    Monitor.Wait(gate, options.CommitWaitMax);
                }
            }
            else
            {
                AwaitRequests(company);
                TakeRequests(commit);
            }

            (wakeAtRequests, wakeAtUpkeep) = (int.MaxValue, false);
            while (commit.Slices.Count < UpkeepPerCommit && upkeep.TryDequeue(out var slice))
            {
                commit.Slices.Add(slice);
            }

            return commit.Requests.Count > 0 || !closed || requests.Count > 0;
        }
    }

    private void TakeRequests(Commit commit)
    {
        var takenBytes = 0L;
        while (commit.Requests.Count < options.CommitAppendsMax
            && takenBytes < CommitBytesMax
            && requests.TryDequeue(out var request))
        {
            takenBytes += request.Bytes;
            bytes -= request.Bytes;
            commit.Requests.Add(request);
        }
    }

    private void AwaitRequests(int company)
    {
        if (requests.Count == 0 && upkeep.Count == 0 && !closed)
        {
            (wakeAtRequests, wakeAtUpkeep) = (1, true);
            Monitor.Wait(gate);
        }

        if (requests.Count > 0 && requests.Count < company && !closed)
        {
            (wakeAtRequests, wakeAtUpkeep) = (company, false);
            Monitor.Wait(gate, options.CommitWaitMax);
        }
    }
}
