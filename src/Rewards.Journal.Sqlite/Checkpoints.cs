using Rewards.Journal.Sqlite.Native;

namespace Rewards.Journal.Sqlite;

/// <summary>
/// Moves the write-ahead log into the file on its own thread, so that commits do not; when the log has grown, asks the
/// writer to begin it anew, which only a moment without a write allows.
/// </summary>
internal sealed class Checkpoints(SqliteJournalOptions options, Action<Exception> failed) : IDisposable
{
    /// <summary>
    /// Longest wait of the writer for readers: a backup reads for minutes, and the log may be begun anew after it.
    /// </summary>
    private const int RestartWaitMs = 2;

    /// <summary>Longest wait for readers when something was erased: its trace must go, or the erasure is refused.
    /// </summary>
    private const int TruncateWaitMs = 500;

    private readonly Lock oneAtATime = new();
    private readonly ManualResetEventSlim stopping = new();
    private Thread? thread;
    private volatile bool restartWanted;

    public bool RestartWanted => restartWanted;

    public void Start(Func<Connection> open)
    {
        thread = new Thread(() => Run(open)) { Name = "journal checkpoints", IsBackground = true };
        thread.Start();
    }

    /// <summary>Called by the writer between two commits.</summary>
    public bool Restart(Connection writing)
    {
        lock (oneAtATime)
        {
            restartWanted = false;
            return writing.Checkpoint(CheckpointMode.Restart, RestartWaitMs).Complete;
        }
    }

    /// <summary>Empties the log file: nothing that was overwritten stays readable in it.</summary>
    /// <returns>False when a reader held on to it for too long.</returns>
    public bool Truncate(Connection writing)
    {
        lock (oneAtATime)
        {
            return writing.Checkpoint(CheckpointMode.Truncate, TruncateWaitMs).Complete;
        }
    }

    public void Stop()
    {
        stopping.Set();
        thread?.Join();
    }

    public void Dispose() => stopping.Dispose();

    private void Run(Func<Connection> open)
    {
        try
        {
            using var connection = open();
            while (!stopping.Wait(options.CheckpointPause))
            {
                lock (oneAtATime)
                {
                    var (frames, _) = connection.Checkpoint(CheckpointMode.Passive, 0);
                    restartWanted |= (long)frames * options.PageBytes > options.WalBytesMax;
                }
            }
        }
        catch (Exception e) when (e is SqliteException or JournalCorruptException)
        {
            failed(e);
        }
    }
}
