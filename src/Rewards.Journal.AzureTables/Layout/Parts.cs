using Rewards.AzureTables;

namespace Rewards.Journal.AzureTables.Layout;

/// <summary>
/// Bytes spread over binary properties <c>D0</c>, <c>D1</c>, … of one or more entities. The first entity says how many
/// there are and how long the whole is.
/// </summary>
internal static class Parts
{
    /// <summary>64 KiB each; eleven of them stay below 1 MiB as base64, which is how the emulator counts.</summary>
    private const int PropertiesPerEntityMax = 11;

    public const int BytesPerEntityMax = PropertiesPerEntityMax * TableLimits.BinaryBytesMax;

    public static int CountOf(int bytes) => Math.Max(1, (bytes + BytesPerEntityMax - 1) / BytesPerEntityMax);

    /// <summary>The entities, first one first; <paramref name="keyOf"/> gives each its row key.</summary>
    public static IEnumerable<TableEntity> Of(string partition, Func<int, string> keyOf, ReadOnlyMemory<byte> bytes)
    {
        var count = CountOf(bytes.Length);
        for (var part = 0; part < count; part++)
        {
            var entity = new TableEntity(partition, keyOf(part));
            var rest = bytes[(part * BytesPerEntityMax)..];
            for (var i = 0; i < PropertiesPerEntityMax && (rest.Length > 0 || i == 0); i++)
            {
                var size = Math.Min(rest.Length, TableLimits.BinaryBytesMax);
                entity.With($"D{i}", rest[..size]);
                rest = rest[size..];
            }

            yield return part == 0 ? entity.With("Parts", count).With("Length", bytes.Length) : entity;
        }
    }

    public static int CountOf(TableEntity first) => (int)first.Number("Parts");

    /// <exception cref="JournalCorruptException">The parts are not the whole.</exception>
    public static ReadOnlyMemory<byte> Join(IReadOnlyList<TableEntity> entities)
    {
        var length = (int)entities[0].Number("Length");
        if (entities.Count == 1 && length <= TableLimits.BinaryBytesMax)
        {
            return Whole(entities[0].Bytes("D0"), length, entities[0]);
        }

        var joined = new byte[length];
        var at = 0;
        foreach (var entity in entities)
        {
            for (var i = 0; entity.Has($"D{i}"); i++)
            {
                var bytes = entity.Bytes($"D{i}");
                if (bytes.Length > length - at)
                {
                    throw Torn(entity);
                }

                bytes.CopyTo(joined.AsMemory(at));
                at += bytes.Length;
            }
        }

        return Whole(joined.AsMemory(0, at), length, entities[0]);
    }

    private static ReadOnlyMemory<byte> Whole(ReadOnlyMemory<byte> bytes, int length, TableEntity entity) =>
        bytes.Length == length ? bytes : throw Torn(entity);

    private static JournalCorruptException Torn(TableEntity entity) =>
        new($"The parts of '{entity.PartitionKey}' '{entity.RowKey}' are not as long as their first one says.");
}
