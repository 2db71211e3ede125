using Rewards.Journal.Sqlite.Native;

namespace Rewards.Journal.Sqlite.Log;

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

    public void Dispose() => one.Dispose();
}
