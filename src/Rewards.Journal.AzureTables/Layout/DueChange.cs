using NodaTime;
using Rewards.AzureTables;
using Rewards.Journal.Records;

namespace Rewards.Journal.AzureTables.Layout;

/// <summary>
/// An entry of the due-work index, which is made from what the streams say: each transaction holds what it adds and
/// what it has done.
/// </summary>
internal readonly record struct DueChange(string Key, DueEntry? Added)
{
    public static DueChange Add(StreamId stream, string partition, long version, int ordinal, DueItem item)
    {
        var at = Microseconds.Floor(item.At);
        var key = Keys.Due(at, partition, version, ordinal);
        return new DueChange(key, new DueEntry(TokenOf(key), at, stream, item.Key));
    }

    public static DueChange Done(DueToken token) => new(token.Place ?? "", null);

    /// <summary>The number is for those who compare tokens; the place is what the backend needs.</summary>
    public static DueToken TokenOf(string key) => new(Keys.PointerTag(key), key);

    public TableOperation Operation()
    {
        if (Added is not { } entry)
        {
            return TableOperation.Delete(Keys.Log, Key);
        }

        var writer = new ByteWriter();
        writer.Byte((byte)entry.Stream.Kind);
        writer.Text(entry.Stream.Community);
        writer.Text(entry.Stream.Name);
        writer.Time(entry.At);
        writer.Text(entry.Key);
        return TableOperation.Upsert(new TableEntity(Keys.Log, Key).With("Entry", writer.ToArray()));
    }

    /// <summary>One that cannot be read is told apart, so that it harms no other.</summary>
    public static DueEntry Read(TableEntity entity)
    {
        try
        {
            var reader = new ByteReader(entity.Bytes("Entry").Span);
            var stream = new StreamId((StreamKind)reader.Byte(), reader.Text(), reader.Text());
            var entry = new DueEntry(TokenOf(entity.RowKey), reader.Time(), stream, reader.Text());
            return reader.AtEnd && Enum.IsDefined(stream.Kind)
                ? entry : throw new JournalCorruptException("It says what cannot be.");
        }
        catch (Exception e) when (e is JournalCorruptException or ArgumentOutOfRangeException)
        {
            return DueEntry.Unreadable(
                TokenOf(entity.RowKey), Keys.DueAt(entity.RowKey),
                $"The due item '{entity.RowKey}' cannot be read: {e.Message}");
        }
    }
}
