using NodaTime;

namespace Rewards.Journal.Records;

/// <summary>An event on disk: its code in the event catalogue and its payload.</summary>
public readonly record struct RecordedEvent(int Code, ReadOnlyMemory<byte> Payload);

/// <summary>
/// A record taken apart. <paramref name="SideHash"/> is SHA-256 of the side record (which begins with its own random
/// salt), or empty: erasing the side record leaves the chain whole.
/// </summary>
public sealed record JournalRecord(
    StreamId Stream,
    long Version,
    Instant RecordedAt,
    ReadOnlyMemory<byte> SideHash,
    IReadOnlyList<RecordedEvent> Events,
    IReadOnlyList<Row> Rows)
{
    /// <summary>The value that this record gives the row.</summary>
    /// <exception cref="JournalCorruptException">The record does not set that row.</exception>
    public ReadOnlyMemory<byte> RowValue(RowKey key)
    {
        for (var i = Rows.Count - 1; i >= 0; i--)
        {
            if (Rows[i].Key == key)
            {
                return Rows[i].Value;
            }
        }

        throw new JournalCorruptException($"Version {Version} of {Stream} does not set the row {key}.");
    }
}
