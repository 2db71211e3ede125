using Rewards.Domain;
using Rewards.Domain.Members;
using Rewards.Domain.Rules;
using Rewards.Journal.Records;

namespace Rewards.Journal.Events;

/// <summary>awards-queued.v1, award-received.v1, received-award-taken-back.v1</summary>
internal static class QueuedAwardCodec
{
    public static void WriteQueued(ByteWriter writer, AwardsQueued queued)
    {
        writer.Unsigned((ulong)queued.Rule);
        writer.Byte((byte)queued.Status);
        writer.Unsigned((ulong)queued.Lines.Count);
        foreach (var line in queued.Lines)
        {
            writer.Byte((byte)line.To);
            writer.Text(line.Person);
            writer.Text(line.Currency);
            writer.Unsigned((ulong)line.Asked);
            writer.Unsigned((ulong)line.Granted);
        }
    }

    public static AwardsQueued ReadQueued(ref ByteReader reader)
    {
        var (rule, status) = ((int)reader.Unsigned(), (AwardStatus)reader.Byte());
        var lines = new QueuedLine[reader.Count()];
        for (var i = 0; i < lines.Length; i++)
        {
            lines[i] = new QueuedLine(
                ReadRecipient(ref reader),
                reader.Text(),
                reader.Text(),
                (long)reader.Unsigned(),
                (long)reader.Unsigned());
        }

        return new AwardsQueued(rule, status, lines);
    }

    public static void WriteReceived(ByteWriter writer, AwardReceived received)
    {
        writer.Text(received.From);
        writer.Text(received.Activity.Value);
        writer.Unsigned((ulong)received.RulesVersion);
        writer.Unsigned((ulong)received.Rule);
        writer.Byte((byte)received.To);
        writer.Text(received.Currency);
        writer.Unsigned((ulong)received.Amount);
        LedgerParts.WriteSeconds(writer, received.LotExpiresAt);
    }

    public static AwardReceived ReadReceived(ref ByteReader reader) => new(
        reader.Text(),
        new ActivityId(reader.Text()),
        (int)reader.Unsigned(),
        (int)reader.Unsigned(),
        ReadRecipient(ref reader),
        reader.Text(),
        (long)reader.Unsigned(),
        LedgerParts.ReadSeconds(ref reader));

    public static void WriteTakenBack(ByteWriter writer, ReceivedAwardTakenBack taken)
    {
        writer.Text(taken.From);
        writer.Text(taken.Activity.Value);
        LedgerParts.WritePostings(writer, taken.Moves);
    }

    public static ReceivedAwardTakenBack ReadTakenBack(ref ByteReader reader) =>
        new(reader.Text(), new ActivityId(reader.Text()), LedgerParts.ReadPostings(ref reader));

    public static Recipient ReadRecipient(ref ByteReader reader)
    {
        var to = (Recipient)reader.Byte();
        return Enum.IsDefined(to)
            ? to : throw new JournalCorruptException($"Recipient {(byte)to} is not known.");
    }
}
