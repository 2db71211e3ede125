using Azure;
using Rewards.AzureTables;
using Rewards.Journal.Records;

namespace Rewards.Journal.AzureTables.Layout;

/// <summary>
/// What a session says of itself, replaced under its ETag with everything it writes to the log.
/// <para><c>Flush</c> counts its writes, so that reading back tells which was the last. A ticket below <c>Next</c> that
/// is not among the open ones is told of, or came to nothing. <c>Closed</c>: nothing more is written under it; another
/// host finishes what it left.</para>
/// </summary>
internal sealed record SessionRecord(
    string Id, long Flush, long Next, IReadOnlyCollection<long> Open, bool Closed, ETag ETag)
{
    private const int Format = 1;

    public bool HasNoticed(Ticket ticket) => ticket.Number < Next && !Open.Contains(ticket.Number);

    public TableEntity Entity()
    {
        var writer = new ByteWriter();
        writer.Unsigned((ulong)Open.Count);
        foreach (var ticket in Open)
        {
            writer.Unsigned((ulong)ticket);
        }

        return new TableEntity(Keys.Log, Keys.Session(Id))
            .With("Format", Format)
            .With("Flush", Flush)
            .With("Next", Next)
            .With("Open", writer.ToArray())
            .With("Closed", Closed);
    }

    /// <summary>Writes it for the first time, or in the place of what has this ETag.</summary>
    public TableOperation Operation() =>
        ETag == default ? TableOperation.Insert(Entity()) : TableOperation.Replace(Entity(), ETag);

    public static SessionRecord Of(TableEntity entity)
    {
        if (entity.Number("Format") != Format)
        {
            throw new JournalCorruptException($"The session '{entity.RowKey}' has a format that is not known.");
        }

        var reader = new ByteReader(entity.Bytes("Open").Span);
        var open = new HashSet<long>();
        for (var left = reader.Count(); left > 0; left--)
        {
            open.Add((long)reader.Unsigned());
        }

        return new SessionRecord(
            entity.RowKey[Keys.SessionBegin.Length..],
            entity.Number("Flush"),
            entity.Number("Next"),
            open,
            entity.Properties.GetValueOrDefault("Closed") is true,
            entity.ETag);
    }
}
