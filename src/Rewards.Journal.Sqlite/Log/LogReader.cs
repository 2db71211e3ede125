using Rewards.Journal.Sqlite.Native;

namespace Rewards.Journal.Sqlite.Log;

/// <summary>Takes from a frame what is needed of it.</summary>
internal delegate T FrameReading<out T>(FrameView frame);

/// <summary>Reads blocks on one connection.</summary>
internal sealed class LogReader(Connection connection) : IDisposable
{
    private readonly Statement one = connection.Prepare("SELECT data FROM log WHERE id = ?");

    /// <summary>Null when there is no such block.</summary>
    public byte[]? Block(long id)
    {
        one.Bind(1, id);
        try
        {
            return one.Step() ? one.Blob(0).ToArray() : null;
        }
        finally
        {
            one.Reset();
        }
    }

    /// <summary>Reads a frame where it lies.</summary>
    /// <exception cref="JournalCorruptException">There is no such record, or it is damaged.</exception>
    public T Read<T>(long pointer, FrameReading<T> read)
    {
        one.Bind(1, Pointers.Block(pointer));
        try
        {
            return one.Step()
                ? read(new FrameView(one.Blob(0), pointer))
                : throw new JournalCorruptException($"Block {Pointers.Block(pointer)} of the log is missing.");
        }
        finally
        {
            one.Reset();
        }
    }

    public void Dispose() => one.Dispose();
}
