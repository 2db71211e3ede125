using System.Security.Cryptography;
using NodaTime;
using Rewards.Journal.Records;
using Rewards.Journal.Sqlite.Native;
using Rewards.Journal.Sqlite.Writing;

namespace Rewards.Journal.Sqlite.Reading;

/// <summary>Reads of side records, due work and projections, one connection each.</summary>
internal sealed class TableReads(Connection connection) : IDisposable
{
    private readonly Statement side = connection.Prepare("SELECT data FROM side WHERE id = ?");
    private readonly Statement due = connection.Prepare(
        "SELECT id, at, data FROM due WHERE at <= ? ORDER BY at, id LIMIT ?");
    private readonly Statement nextDue = connection.Prepare("SELECT at FROM due ORDER BY at LIMIT 1");
    private readonly Statement projection = connection.Prepare("SELECT cursor, state FROM projection WHERE name = ?");

    /// <exception cref="JournalCorruptException">It is not what was written.</exception>
    public ReadOnlyMemory<byte>? Side(StoredRecord record)
    {
        side.Bind(1, record.Pointer.Value);
        try
        {
            var expected = record.Content.SideHash;
            var stored = side.Step() ? side.Blob(0) : [];
            if (stored is [JournalTables.SideLive, .. var live]
                && (expected.IsEmpty || SHA256.HashData(live).AsSpan().SequenceEqual(expected.Span)))
            {
                return live.ToArray();
            }

            // Erasing leaves zeros of the same length; a record that never had one has no hash of it.
            return stored.IsEmpty ? expected.IsEmpty ? null : throw Damaged(record)
                : stored.ContainsAnyExcept((byte)0) ? throw Damaged(record)
                : null;
        }
        finally
        {
            side.Reset();
        }
    }

    private static JournalCorruptException Damaged(StoredRecord record) =>
        new($"The side record of version {record.Version} of {record.Stream} is not what was written.");

    public List<DueEntry> Due(Instant upTo, int entriesMax)
    {
        due.Bind(1, Microseconds.From(upTo)).Bind(2, entriesMax);
        try
        {
            var entries = new List<DueEntry>();
            while (due.Step())
            {
                entries.Add(DueRow.Read(due.Number(0), due.Number(1), due.Blob(2)));
            }

            return entries;
        }
        finally
        {
            due.Reset();
        }
    }

    public Instant? NextDue()
    {
        try
        {
            return nextDue.Step() ? DueRow.TimeOf(nextDue.Number(0)) : null;
        }
        finally
        {
            nextDue.Reset();
        }
    }

    public ProjectionState? Projection(string name)
    {
        projection.Bind(1, name);
        try
        {
            return projection.Step()
                ? new ProjectionState(new FeedCursor(projection.Number(0)), projection.Blob(1).ToArray())
                : null;
        }
        finally
        {
            projection.Reset();
        }
    }

    public void Dispose()
    {
        side.Dispose();
        due.Dispose();
        nextDue.Dispose();
        projection.Dispose();
    }
}
