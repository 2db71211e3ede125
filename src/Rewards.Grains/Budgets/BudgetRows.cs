using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NodaTime;
using Rewards.Domain.Budgets;
using Rewards.Journal;
using Rewards.Journal.Records;

namespace Rewards.Grains.Budgets;

/// <summary>Keyed rows of the allocator. The form of keys and values is on disk.</summary>
internal static class BudgetRows
{
    public static RowKey WindowKey(ulong key, Instant start) => new(
        RowKind.BudgetWindow,
        string.Create(CultureInfo.InvariantCulture, $"{key:x16}/{Microseconds.From(start)}"));

    public static Row Of(ulong key, Instant start, in WindowUse use)
    {
        var writer = new ByteWriter(30);
        writer.Unsigned((ulong)use.Leased);
        writer.Unsigned((ulong)use.Spent);
        writer.Unsigned((ulong)use.Freed);
        return new Row(WindowKey(key, start), writer.ToArray());
    }

    public static WindowUse Read(ReadOnlyMemory<byte> value)
    {
        var reader = new ByteReader(value.Span);
        return new WindowUse((long)reader.Unsigned(), (long)reader.Unsigned(), (long)reader.Unsigned());
    }

    /// <summary>
    /// What names a return for ever; of bounded length. Control characters are in no id, so the parts cannot run into
    /// each other.
    /// </summary>
    public static RowKey FreedKey(string member, string activity, int rule, ulong key, Instant start)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture, $"{member}\n{activity}\n{rule}\n{key:x16}\n{Microseconds.From(start)}");
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        return new RowKey(RowKind.BudgetFreed, Convert.ToHexStringLower(hash.AsSpan(0, 16)));
    }
}
