using System.Globalization;
using NodaTime;
using Rewards.Domain;
using Rewards.Domain.Retroactivity;
using Rewards.Grains.InProcess;
using Rewards.Journal;
using Rewards.Journal.Events;
using Rewards.Journal.Records;

namespace Rewards.Grains.Retroactivity;

/// <summary>
/// The keyed rows of grants: by activity which versions granted for it, and each grant by version and activity. What is
/// in them is on disk.
/// </summary>
internal static class RetroactiveRows
{
    public static RowKey Key(string activity) => new(RowKind.RetroactiveGrant, activity);

    /// <summary>Control characters are in no id, so that this is no activity's.</summary>
    public static RowKey Key(int version, string activity) => new(
        RowKind.RetroactiveGrant, string.Create(CultureInfo.InvariantCulture, $"{version}\n{activity}"));

    public static byte[] Value(IEnumerable<int> versions)
    {
        var writer = new ByteWriter(8);
        foreach (var version in versions)
        {
            writer.Unsigned((ulong)version);
        }

        return writer.ToArray();
    }

    public static List<int> Read(ReadOnlyMemory<byte> value)
    {
        var versions = new List<int>();
        for (var reader = new ByteReader(value.Span); !reader.AtEnd;)
        {
            versions.Add((int)reader.Unsigned());
        }

        return versions;
    }

    /// <summary>What was granted for an activity, oldest first, with when.</summary>
    public static async ValueTask<IReadOnlyList<(GrantedRetroactively Grant, Instant At)>> FindAsync(
        GrainStream stream, string activity)
    {
        if (await stream.FindRowAsync(Key(activity)) is not { } found)
        {
            return [];
        }

        var grants = new List<(GrantedRetroactively Grant, Instant At)>();
        foreach (var version in Read(found.Record.Content.RowValue(Key(activity))))
        {
            var record = (await stream.FindRowAsync(Key(version, activity)))?.Record.Content
                ?? throw new JournalCorruptException($"A grant of version {version} is listed but not found.");
            grants.Add((GrantIn(record), record.RecordedAt));
        }

        return grants;
    }

    public static GrantedRetroactively GrantIn(JournalRecord record) =>
        record.Events.Select(made => EventCatalogue.Read(made)).OfType<GrantedRetroactively>().Single();
}
