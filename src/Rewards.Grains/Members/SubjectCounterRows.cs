using System.Globalization;
using NodaTime;
using Rewards.Domain.Rules;
using Rewards.Grains.InProcess;
using Rewards.Journal;
using Rewards.Journal.Records;

namespace Rewards.Grains.Members;

/// <summary>Counters per member and subject as keyed rows. The form of key and value is on disk.</summary>
internal static class SubjectCounterRows
{
    public static RowKey Key(ulong limit, Instant start, string subject) => new(
        RowKind.LimitUse,
        string.Create(CultureInfo.InvariantCulture, $"{limit:x16}/{Microseconds.From(start)}/{subject}"));

    public static Row Of(SubjectCounter counter)
    {
        var writer = new ByteWriter(10);
        writer.Signed(counter.Value);
        return new Row(Key(counter.Key, counter.Start, counter.Subject), writer.ToArray());
    }

    /// <summary>Fetches counters before a decision; null when none is needed.</summary>
    public static async ValueTask<Dictionary<RowKey, long>?> ReadAsync(
        GrainStream stream, IEnumerable<(ulong Key, Instant Start, string Subject)> needed)
    {
        Dictionary<RowKey, long>? counters = null;
        foreach (var (limit, start, subject) in needed)
        {
            var key = Key(limit, start, subject);
            var found = await stream.FindRowAsync(key);
            counters ??= [];
            counters[key] = found is { } record ? Value(record.Record.Content.RowValue(key)) : 0;
        }

        return counters;
    }

    private static long Value(ReadOnlyMemory<byte> value)
    {
        var reader = new ByteReader(value.Span);
        return reader.Signed();
    }
}
