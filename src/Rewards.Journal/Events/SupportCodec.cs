using Rewards.Domain;
using Rewards.Domain.Members;
using Rewards.Journal.Records;

namespace Rewards.Journal.Events;

/// <summary>support-given.v1, support-received.v1</summary>
internal static class SupportCodec
{
    public static void WriteGiven(ByteWriter writer, SupportGiven given)
    {
        writer.Text(given.Person);
        LedgerParts.WriteUses(writer, given.Uses);
    }

    public static SupportGiven ReadGiven(ref ByteReader reader) => new(reader.Text(), LedgerParts.ReadUses(ref reader));

    public static void WriteReceived(ByteWriter writer, SupportReceived received)
    {
        writer.Text(received.From);
        writer.Text(received.Activity.Value);
        LedgerParts.WriteUses(writer, received.Uses);
    }

    public static SupportReceived ReadReceived(ref ByteReader reader) =>
        new(reader.Text(), new ActivityId(reader.Text()), LedgerParts.ReadUses(ref reader));
}
