using Rewards.Domain.Members;
using Rewards.Journal.Records;

namespace Rewards.Journal.Events;

/// <summary>points-adjusted.v1, points-expired.v1, points-held.v1, hold-settled.v1, hold-released.v1</summary>
internal static class PointsCodec
{
    public static void WriteAdjusted(ByteWriter writer, PointsAdjusted change)
    {
        writer.Text(change.Currency);
        writer.Signed(change.Amount);
        writer.Text(change.By);
        LedgerParts.WritePostings(writer, change.Moves);
    }

    public static PointsAdjusted ReadAdjusted(ref ByteReader reader) =>
        new(reader.Text(), reader.Signed(), reader.Text(), LedgerParts.ReadPostings(ref reader));

    public static void WriteExpired(ByteWriter writer, PointsExpired change) =>
        LedgerParts.WritePostings(writer, change.Moves);

    public static PointsExpired ReadExpired(ref ByteReader reader) => new(LedgerParts.ReadPostings(ref reader));

    public static void WriteHeld(ByteWriter writer, PointsHeld change)
    {
        writer.Text(change.Hold);
        writer.Text(change.Currency);
        writer.Unsigned((ulong)change.Amount);
        LedgerParts.WritePostings(writer, change.Moves);
    }

    public static PointsHeld ReadHeld(ref ByteReader reader) =>
        new(reader.Text(), reader.Text(), (long)reader.Unsigned(), LedgerParts.ReadPostings(ref reader));

    public static void WriteSettled(ByteWriter writer, HoldSettled change)
    {
        writer.Text(change.Hold);
        writer.Unsigned((ulong)change.Settled);
        LedgerParts.WritePostings(writer, change.Moves);
    }

    public static HoldSettled ReadSettled(ref ByteReader reader) =>
        new(reader.Text(), (long)reader.Unsigned(), LedgerParts.ReadPostings(ref reader));

    public static void WriteReleased(ByteWriter writer, HoldReleased change)
    {
        writer.Text(change.Hold);
        LedgerParts.WritePostings(writer, change.Moves);
    }

    public static HoldReleased ReadReleased(ref ByteReader reader) =>
        new(reader.Text(), LedgerParts.ReadPostings(ref reader));
}
