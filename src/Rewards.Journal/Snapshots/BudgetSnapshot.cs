using Rewards.Domain.Budgets;
using Rewards.Journal.Records;

namespace Rewards.Journal.Snapshots;

/// <summary>The slices of a community's budgets that are out, on disk, version 1.</summary>
public static class BudgetSnapshot
{
    private const byte Version1 = 1;

    public static byte[] Write(BudgetState state)
    {
        var writer = new ByteWriter();
        writer.Byte(Version1);
        writer.Unsigned((ulong)state.LastSlice);
        writer.Unsigned((ulong)state.Open.Count);
        foreach (var slice in state.Open)
        {
            writer.Unsigned((ulong)slice.Slice);
            writer.Fixed64(slice.Key);
            writer.Time(slice.Start);
            writer.Text(slice.Currency);
            writer.Unsigned((ulong)slice.Amount);
            writer.Text(slice.Holder);
            writer.Unsigned((ulong)slice.Request);
        }

        return writer.ToArray();
    }

    /// <summary>Null when the version is not known.</summary>
    /// <exception cref="JournalCorruptException">A known version whose bytes do not fit.</exception>
    public static BudgetState? Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new ByteReader(bytes);
        if (reader.Byte() != Version1)
        {
            return null;
        }

        var last = (long)reader.Unsigned();
        var slices = new OpenSlice[reader.Count()];
        for (var i = 0; i < slices.Length; i++)
        {
            slices[i] = new OpenSlice(
                (long)reader.Unsigned(), reader.Fixed64(), reader.Time(), reader.Text(), (long)reader.Unsigned(),
                reader.Text(), (long)reader.Unsigned());
        }

        return reader.AtEnd
            ? BudgetState.Restore(last, slices)
            : throw new JournalCorruptException("A snapshot of budgets has bytes after its end.");
    }
}
