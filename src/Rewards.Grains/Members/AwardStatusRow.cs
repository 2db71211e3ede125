using Rewards.Domain;
using Rewards.Domain.Rules;
using Rewards.Journal;

namespace Rewards.Grains.Members;

/// <summary>The keyed row with the latest status of an activity's awards. The form of the value is on disk.</summary>
internal static class AwardStatusRow
{
    public static RowKey Key(ActivityId activity) => new(RowKind.AwardStatus, activity.Value);

    /// <summary>Two bytes: status of what was pending (0: nothing was), and whether all was reversed.</summary>
    public static Row Of(ActivityId activity, AwardStatus? review, bool reversed) =>
        new(Key(activity), new byte[] { (byte)(review ?? 0), reversed ? (byte)1 : (byte)0 });

    public static (AwardStatus? Review, bool Reversed) Read(ReadOnlyMemory<byte> value)
    {
        if (value.Length != 2)
        {
            throw new JournalCorruptException("A row with the status of awards is malformed.");
        }

        var review = (AwardStatus)value.Span[0];
        return (review == 0 ? null : review, value.Span[1] == 1);
    }
}
