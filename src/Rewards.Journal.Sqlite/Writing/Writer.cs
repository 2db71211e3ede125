using Rewards.Journal.Sqlite.Index;
using Rewards.Journal.Sqlite.Log;
using Rewards.Journal.Sqlite.Native;

namespace Rewards.Journal.Sqlite.Writing;

/// <summary>
/// The one thread that writes: takes what waits, checks each append against its stream's head, and commits all of it
/// with one sync. After an error nothing more is written.
/// </summary>
internal sealed class Writer : IDisposable
{
    /// <summary>
    /// Memtables that wait to be written before appends wait for them: bounds memory and the next start.
    /// </summary>
    public const int MemtablesWaitingMax = 4;

    private readonly SqliteJournalOptions options;
    private readonly WriteQueue queue;
    private readonly Connection connection;
    private readonly JournalTables tables;
    private readonly Fence fence;
    private readonly SortedIndex index;
    private readonly Checkpoints checkpoints;
    private readonly StatisticsCounter statistics;
    private readonly Answers answers = new();
    private readonly Commit commit;
    private readonly Thread thread;
    private int company;
    private volatile Exception? failure;

    public Writer(
        SqliteJournalOptions options,
        WriteQueue queue,
        Connection connection,
        Fence fence,
        RecordLog log,
        SortedIndex index,
        Checkpoints checkpoints,
        StatisticsCounter statistics)
    {
        this.options = options;
        this.queue = queue;
        this.connection = connection;
        this.fence = fence;
        this.index = index;
        this.checkpoints = checkpoints;
        this.statistics = statistics;
        tables = new JournalTables(connection);
        commit = new Commit(fence, log, index);
        thread = new Thread(Run) { Name = "journal writer", IsBackground = true };
    }

    /// <summary>Why no more is written; null while all is well.</summary>
    public Exception? Failure => failure;

    /// <summary>Told after each commit of records.</summary>
    public Action Committed { get; set; } = static () => { };

    private bool IndexLags => failure is null && index.WaitingCount >= MemtablesWaitingMax;

    public void Start()
    {
        answers.Start();
        thread.Start();
    }

    /// <summary>Ends all writing, for an error here or in what the journal does beside it.</summary>
    public void Stop(Exception reason)
    {
        failure ??= reason;
        queue.Refuse(() => Unavailable(failure));
    }

    /// <summary>Returns when everything that waited is written. Close the queue first.</summary>
    public void Dispose()
    {
        thread.Join();
        answers.Dispose();
        fence.Dispose();
        tables.Dispose();
    }

    private void Run()
    {
        while (queue.Take(commit, Math.Min(company, options.CommitWaitAppends), IndexLags))
        {
            if (!commit.IsEmpty)
            {
                WriteTaken();
                company = commit.Requests.Count == 0 ? company : commit.AppendCount;
                commit.Clear();
            }

            if (checkpoints.RestartWanted && failure is null)
            {
                Guard(() => checkpoints.Restart(connection));
            }
        }
    }

    private void WriteTaken()
    {
        if (failure is { } reason)
        {
            FailAll(Unavailable(reason));
            return;
        }

        var began = statistics.Now;
        var committing = false;
        try
        {
            tables.Begin();
            commit.Place();
            commit.Write(tables);
            committing = true;
            tables.Commit();
        }
        catch (Exception e) when (e is SqliteException or JournalCorruptException)
        {
            Stop(e);
            FailAll(committing
                ? new JournalOutcomeUnknownException($"The commit failed: {e.Message}. Read back after a restart.", e)
                : Unavailable(e));
            return;
        }

        statistics.Committed(began, commit.AppendCount, commit.LogBytes);
        commit.Publish();
        Answer();
        Committed();
    }

    private void Answer()
    {
        var scrubs = commit.Requests.Exists(static r => r is WriteJob { ScrubsWal: true });
        var scrubbed = !scrubs || Guard(() => checkpoints.Truncate(connection));
        var unscrubbed = scrubbed
            ? null
            : new JournalUnavailableException(
                "The text was erased, but the write-ahead log that still holds it was being read. Erase again.");
        foreach (var request in commit.Requests)
        {
            var failure = request is WriteJob { ScrubsWal: true } ? unscrubbed : (request as AppendRequest)?.Refusal;
            answers.Add(request, failure);
        }

        answers.Send();
    }

    private bool Guard(Func<bool> checkpoint)
    {
        try
        {
            return checkpoint();
        }
        catch (Exception e) when (e is SqliteException or JournalCorruptException)
        {
            Stop(e);
            return false;
        }
    }

    private void FailAll(Exception reason)
    {
        foreach (var request in commit.Requests)
        {
            answers.Add(request, (request as AppendRequest)?.Refusal ?? reason);
        }

        answers.Send();
    }

    private static JournalUnavailableException Unavailable(Exception e) =>
        new($"The journal takes no more writes since an error: {e.Message}. Restart after mending it.", e);
}
