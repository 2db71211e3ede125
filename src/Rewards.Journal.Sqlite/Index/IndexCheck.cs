using System.Buffers.Binary;
using Rewards.Journal.Sqlite.Log;
using Rewards.Journal.Sqlite.Native;

namespace Rewards.Journal.Sqlite.Index;

/// <summary>
/// Checksum of what the index says of itself – its secret, how far it reaches, its runs – in the row
/// <c>index_check</c> of <c>meta</c>: SQLite has none of its own, and a changed bit there would make streams vanish.
/// Files from before it have no such row.
/// </summary>
internal sealed class IndexCheck(Connection connection) : IDisposable
{
    private readonly Statement put = connection.Prepare("INSERT OR REPLACE INTO meta VALUES ('index_check', ?)");

    /// <summary>Within the transaction that changes the runs.</summary>
    public void Seal() => put.Bind(1, Compute(connection)).Run();

    public void Dispose() => put.Dispose();

    /// <exception cref="JournalCorruptException">It is not what was written.</exception>
    public static void Verify(Connection connection)
    {
        if (connection.Text("SELECT value FROM meta WHERE name = 'index_check'") is { } && connection.Number(
            "SELECT value FROM meta WHERE name = 'index_check'") != Compute(connection))
        {
            throw new JournalCorruptException(
                "What the index says of itself is damaged. "
                + $"Start once with {nameof(SqliteJournalOptions.RebuildIndex)} to build the index anew from the log.");
        }
    }

    private static long Compute(Connection connection)
    {
        Span<byte> number = stackalloc byte[8];
        var indexedTo = connection.Number("SELECT value FROM meta WHERE name = 'indexed_to'");
        BinaryPrimitives.WriteInt64LittleEndian(number, indexedTo);
        var sum = Checksum.Of(0, number);
        using (var secret = connection.Prepare("SELECT value FROM meta WHERE name = 'index_key'"))
        {
            sum = secret.Step() ? Checksum.Of(sum, secret.Blob(0)) : 0;
        }

        using var runs = connection.Prepare("SELECT id, data FROM run ORDER BY id");
        while (runs.Step())
        {
            BinaryPrimitives.WriteInt64LittleEndian(number, runs.Number(0));
            sum = Checksum.Of(Checksum.Of(sum, number), runs.Blob(1));
        }

        return sum;
    }
}
