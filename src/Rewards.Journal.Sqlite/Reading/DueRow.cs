using NodaTime;
using Rewards.Journal.Records;
using Rewards.Journal.Sqlite.Log;

namespace Rewards.Journal.Sqlite.Reading;

/// <summary>A row of the table of due work. One that cannot be read is told apart, so that it harms no other.</summary>
internal static class DueRow
{
    private static readonly long Earliest = Microseconds.From(Instant.MinValue);
    private static readonly long Latest = Microseconds.From(Instant.MaxValue);

    public static DueEntry Read(long id, long at, ReadOnlySpan<byte> data)
    {
        try
        {
            var reader = new ByteReader(data);
            var stream = new StreamId((StreamKind)reader.Byte(), reader.Text(), reader.Text());
            var key = reader.Text();
            return IsTime(at) && reader.AtEnd && Enum.IsDefined(stream.Kind)
                ? new DueEntry(new DueToken(id), TimeOf(at), stream, key)
                : throw new JournalCorruptException("It says what cannot be.");
        }
        catch (JournalCorruptException e)
        {
            var what = $"The due item at {Pointers.Describe(id)} of the log cannot be read: {e.Message}";
            return DueEntry.Unreadable(new DueToken(id), TimeOf(at), what);
        }
    }

    /// <summary>A time that cannot be is long ago: nothing behind it waits longer.</summary>
    public static Instant TimeOf(long at) => IsTime(at) ? Microseconds.ToInstant(at) : NodaConstants.UnixEpoch;

    private static bool IsTime(long at) => at >= Earliest && at <= Latest;
}
