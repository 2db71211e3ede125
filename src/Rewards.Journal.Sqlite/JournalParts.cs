using Rewards.Journal.Records;
using Rewards.Journal.Sqlite.Index;
using Rewards.Journal.Sqlite.Log;
using Rewards.Journal.Sqlite.Native;
using Rewards.Journal.Sqlite.Reading;
using Rewards.Journal.Sqlite.Writing;

namespace Rewards.Journal.Sqlite;

/// <summary>Puts an open journal together, and takes it apart in the right order.</summary>
internal sealed class JournalParts : IDisposable
{
    private readonly SqliteJournalOptions options;
    private readonly FileStream fileLock;
    private readonly Connection writing;
    private readonly Checkpoints checkpoints;
    private readonly IndexKeeper keeper;

    private JournalParts(SqliteJournalOptions options, FileStream fileLock, Connection writing)
    {
        this.options = options;
        this.fileLock = fileLock;
        this.writing = writing;
        Readers = new ReaderPool(options.Path, options.ReadersMax);
        Keys = new KeyHash(StoredState.IndexSecret(writing));
        Log = new RecordLog(Readers) { LastPointer = StoredState.LastPointer(writing) };
        using (var reader = new IndexReader(writing))
        {
            Index = new SortedIndex(options.MemtableEntries, reader.Runs());
        }

        Queue = new WriteQueue(options);
        Streams = new StreamReads(Index, Log, Readers, Keys);
        Feed = new Feed(Log);
        checkpoints = new Checkpoints(options, e => Writer!.Stop(e));
        var fence = new Fence(Index, Log.Cache, writing, options.HeadsPerGeneration);
        Writer = new Writer(options, Queue, writing, fence, Log, Index, checkpoints, Statistics)
        {
            Committed = Feed.Wake,
        };
        keeper = new IndexKeeper(Index, OpenReading, Queue.AddUpkeep, Writer.Stop)
        {
            Orphans = StoredState.Orphans(Index.Runs, writing),
        };
    }

    public StatisticsCounter Statistics { get; } = new();

    public ReaderPool Readers { get; }

    public KeyHash Keys { get; }

    public RecordLog Log { get; }

    public SortedIndex Index { get; }

    public WriteQueue Queue { get; }

    public AppendRequestPool Requests { get; } = new();

    public StreamReads Streams { get; }

    public Feed Feed { get; }

    public Writer Writer { get; }

    public long WalBytes => new FileInfo(options.Path + "-wal") is { Exists: true } wal ? wal.Length : 0;

    public static JournalParts Open(SqliteJournalOptions options)
    {
        var fileLock = FileLock.Take(options.Path);
        Connection? writing = null;
        try
        {
            writing = Connection.Open(options.Path, Pragmas.BusyTimeoutMs);
            Pragmas.SetForWriting(writing, options);
            Schema.Migrate(writing, Schema.Migrations);
            if (options.RebuildIndex)
            {
                StoredState.DropIndex(writing);
            }

            return new JournalParts(options, fileLock, writing).Started();
        }
        catch (SqliteException e)
        {
            writing?.Dispose();
            fileLock.Dispose();
            throw new JournalOpenException($"The journal {options.Path} cannot be opened: {e.Message}.", e);
        }
        catch
        {
            writing?.Dispose();
            fileLock.Dispose();
            throw;
        }
    }

    /// <summary>Writes what waits, and leaves one file: everything that was accepted is in it.</summary>
    public void Dispose()
    {
        Queue.Close(() => new JournalUnavailableException("The journal is being closed."));
        Writer.Dispose();
        keeper.Stop();
        checkpoints.Stop();
        if (Writer.Failure is null)
        {
            LeaveOneFile();
        }

        Readers.Dispose();
        writing.Dispose();
        keeper.Dispose();
        checkpoints.Dispose();
        fileLock.Dispose();
    }

    /// <summary>A disk that fails now takes nothing away: the next start reads the log that stays.</summary>
    private void LeaveOneFile()
    {
        try
        {
            checkpoints.Truncate(writing);
        }
        catch (Exception e) when (e is SqliteException or JournalCorruptException)
        {
        }
    }

    private JournalParts Started()
    {
        var indexed = StoredState.IndexedTo(writing);
        Writer.Start();
        keeper.Start();
        checkpoints.Start(OpenReading);
        try
        {
            EnterAfter(indexed);
            return this;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Enters what was written after the last flush of the index into memory again.</summary>
    private void EnterAfter(long pointer)
    {
        foreach (var frame in Log.After(pointer))
        {
            var record = RecordReader.Read(frame.Record);
            var stream = Keys.Of(record.Stream);
            foreach (var row in record.Rows)
            {
                Index.Add(Keys.Of(stream, row.Key), frame.Pointer);
            }

            Index.Add(stream, frame.Pointer);
            SpinWait.SpinUntil(() => Index.WaitingCount < Writer.MemtablesWaitingMax || Writer.Failure is not null);
        }
    }

    private Connection OpenReading()
    {
        var connection = Connection.Open(options.Path, Pragmas.BusyTimeoutMs);
        Pragmas.SetForReading(connection);
        return connection;
    }
}
