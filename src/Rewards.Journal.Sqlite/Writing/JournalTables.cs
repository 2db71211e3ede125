using Rewards.Journal.Records;
using Rewards.Journal.Sqlite.Index;
using Rewards.Journal.Sqlite.Native;

namespace Rewards.Journal.Sqlite.Writing;

/// <summary>The tables on the writer's connection.</summary>
internal sealed class JournalTables(Connection connection) : IDisposable
{
    /// <summary>First byte of a side record: the text is there, or zeros are in its place.</summary>
    public const byte SideLive = 1;

    private readonly Statement begin = connection.Prepare("BEGIN IMMEDIATE");
    private readonly Statement commit = connection.Prepare("COMMIT");
    private readonly Statement putBlock = connection.Prepare("INSERT INTO log VALUES (?, ?)");
    private readonly Statement putSide = connection.Prepare("INSERT INTO side VALUES (?, ?)");
    private readonly Statement hasSide = connection.Prepare("SELECT 1 FROM side WHERE id = ?");
    private readonly Statement putDue = connection.Prepare("INSERT INTO due VALUES (?, ?, ?)");
    private readonly Statement dropDue = connection.Prepare("DELETE FROM due WHERE id = ?");
    private readonly Statement putProjection = connection.Prepare("INSERT OR REPLACE INTO projection VALUES (?, ?, ?)");

    public IndexTables Index { get; } = new(connection);

    public void Begin() => begin.Run();

    public void Commit() => commit.Run();

    public void PutBlock(long id, ReadOnlySpan<byte> block) => putBlock.Bind(1, id).Bind(2, block).Run();

    /// <summary>What an append writes beside its frame.</summary>
    public void PutBeside(Append append, long pointer)
    {
        if (!append.Side.IsEmpty)
        {
            PutSide(pointer, append.Side.Span);
        }
        else if (append.SideWasErased)
        {
            // Zeros, as erasing leaves them: nothing at all would be a loss.
            putSide.Bind(1, pointer).Bind(2, stackalloc byte[1]).Run();
        }

        for (var i = 0; i < append.Due.Count; i++)
        {
            PutDue(pointer, i, append.Stream, append.Due[i]);
        }

        for (var i = 0; i < append.Done.Count; i++)
        {
            DropDue(append.Done[i]);
        }
    }

    private void PutSide(long pointer, ReadOnlySpan<byte> side)
    {
        var stored = new byte[side.Length + 1];
        stored[0] = SideLive;
        side.CopyTo(stored.AsSpan(1));
        putSide.Bind(1, pointer).Bind(2, stored).Run();
    }

    /// <summary>In place, so that no copy stays behind in a page that SQLite moved it from.</summary>
    public void EraseSide(long pointer)
    {
        hasSide.Bind(1, pointer);
        var exists = hasSide.Step();
        hasSide.Reset();
        if (exists)
        {
            connection.OverwriteWithZeros("side", "data", pointer);
        }
    }

    /// <summary>
    /// The id is the record's pointer plus the item's number: never used twice, so that completing twice does no harm.
    /// </summary>
    private void PutDue(long pointer, int number, StreamId stream, DueItem item)
    {
        var data = new ByteWriter();
        data.Byte((byte)stream.Kind);
        data.Text(stream.Community);
        data.Text(stream.Name);
        data.Text(item.Key);
        putDue.Bind(1, pointer + number).Bind(2, Microseconds.From(item.At)).Bind(3, data.Written).Run();
    }

    public void DropDue(DueToken token) => dropDue.Bind(1, token.Value).Run();

    public void PutProjection(string name, ProjectionState state) =>
        putProjection.Bind(1, name).Bind(2, state.Cursor.Value).Bind(3, state.State.Span).Run();

    public void Dispose()
    {
        foreach (var statement in new[]
                 {
                     begin, commit, putBlock, putSide, hasSide, putDue, dropDue, putProjection,
                 })
        {
            statement.Dispose();
        }

        Index.Dispose();
    }
}
