using Rewards.Domain;
using Rewards.Domain.Members;
using Rewards.Journal.Records;

namespace Rewards.Journal.Events;

/// <summary>awards-approved.v1, awards-rejected.v1, awards-lapsed.v1, awards-reversed.v1</summary>
internal static class ReviewCodec
{
    public static void WriteApproved(ByteWriter writer, AwardsApproved change)
    {
        writer.Text(change.Activity.Value);
        writer.Text(change.By);
        LedgerParts.WritePostings(writer, change.Moves);
    }

    public static AwardsApproved ReadApproved(ref ByteReader reader) =>
        new(new ActivityId(reader.Text()), reader.Text(), LedgerParts.ReadPostings(ref reader));

    public static void WriteRejected(ByteWriter writer, AwardsRejected change)
    {
        writer.Text(change.Activity.Value);
        writer.Text(change.By);
        LedgerParts.WritePostings(writer, change.Moves);
        LedgerParts.WriteUses(writer, change.Freed);
    }

    public static AwardsRejected ReadRejected(ref ByteReader reader) => new(
        new ActivityId(reader.Text()),
        reader.Text(),
        LedgerParts.ReadPostings(ref reader),
        LedgerParts.ReadUses(ref reader));

    public static void WriteLapsed(ByteWriter writer, AwardsLapsed change)
    {
        writer.Text(change.Activity.Value);
        LedgerParts.WritePostings(writer, change.Moves);
        LedgerParts.WriteUses(writer, change.Freed);
    }

    public static AwardsLapsed ReadLapsed(ref ByteReader reader) =>
        new(new ActivityId(reader.Text()), LedgerParts.ReadPostings(ref reader), LedgerParts.ReadUses(ref reader));

    public static void WriteReversed(ByteWriter writer, AwardsReversed change)
    {
        writer.Text(change.Activity.Value);
        writer.Text(change.By);
        LedgerParts.WritePostings(writer, change.Moves);
    }

    public static AwardsReversed ReadReversed(ref ByteReader reader) =>
        new(new ActivityId(reader.Text()), reader.Text(), LedgerParts.ReadPostings(ref reader));
}
