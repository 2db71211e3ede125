using System.Collections.Concurrent;
using Rewards.Journal.Sqlite.Index;
using Rewards.Journal.Sqlite.Log;
using Rewards.Journal.Sqlite.Native;
using Rewards.Journal.Sqlite.Reading;

namespace Rewards.Journal.Sqlite;

/// <summary>One connection for reading, with its statements.</summary>
internal sealed class Reader : IDisposable
{
    public Reader(string path)
    {
        Connection = Connection.Open(path, Pragmas.BusyTimeoutMs);
        Pragmas.SetForReading(Connection);
        Index = new IndexReader(Connection);
        Log = new LogReader(Connection);
        Tables = new TableReads(Connection);
    }

    public Connection Connection { get; }

    public IndexReader Index { get; }

    public LogReader Log { get; }

    public TableReads Tables { get; }

    public void Dispose()
    {
        Index.Dispose();
        Log.Dispose();
        Tables.Dispose();
        Connection.Dispose();
    }
}

/// <summary>A bounded number of connections that read, opened when first needed.</summary>
internal sealed class ReaderPool(string path, int readersMax) : IDisposable
{
    private readonly ConcurrentBag<Reader> idle = [];
    private readonly SemaphoreSlim free = new(readersMax, readersMax);

    public Rented Rent()
    {
        free.Wait();
        try
        {
            return new Rented(this, idle.TryTake(out var reader) ? reader : new Reader(path));
        }
        catch
        {
            free.Release();
            throw;
        }
    }

    public void Dispose()
    {
        while (idle.TryTake(out var reader))
        {
            reader.Dispose();
        }

        free.Dispose();
    }

    /// <summary>A reader until disposed.</summary>
    public readonly struct Rented(ReaderPool pool, Reader reader) : IDisposable
    {
        public Reader Reader => reader;

        public void Dispose()
        {
            pool.idle.Add(reader);
            pool.free.Release();
        }
    }
}
