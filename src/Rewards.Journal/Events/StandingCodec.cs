using Rewards.Domain;
using Rewards.Domain.Rules;
using Rewards.Domain.Standing;
using Rewards.Journal.Records;

namespace Rewards.Journal.Events;

/// <summary>standing-set.v1, received-award-withheld.v1, and a standing in a snapshot.</summary>
internal static class StandingCodec
{
    public static void WriteSet(ByteWriter writer, StandingSet change)
    {
        writer.Byte((byte)change.Standing);
        writer.OptionalTime(change.Until);
        writer.Text(change.By);
    }

    public static StandingSet ReadSet(ref ByteReader reader) =>
        new(ReadKind(ref reader), reader.OptionalTime(), reader.Text());

    public static void WriteWithheld(ByteWriter writer, ReceivedAwardWithheld change)
    {
        writer.Text(change.From);
        writer.Text(change.Activity.Value);
        writer.Unsigned((ulong)change.RulesVersion);
        writer.Unsigned((ulong)change.Rule);
        writer.Byte((byte)change.To);
        writer.Text(change.Currency);
        writer.Unsigned((ulong)change.Amount);
        writer.Byte((byte)change.Standing);
    }

    public static ReceivedAwardWithheld ReadWithheld(ref ByteReader reader) => new(
        reader.Text(),
        new ActivityId(reader.Text()),
        (int)reader.Unsigned(),
        (int)reader.Unsigned(),
        QueuedAwardCodec.ReadRecipient(ref reader),
        reader.Text(),
        (long)reader.Unsigned(),
        ReadKind(ref reader));

    public static void WriteState(ByteWriter writer, MemberStanding standing)
    {
        writer.Byte((byte)standing.Kind);
        writer.Time(standing.Since);
        writer.OptionalTime(standing.Until);
        writer.Unsigned((ulong)standing.Changes);
    }

    public static MemberStanding ReadState(ref ByteReader reader) =>
        new(ReadKind(ref reader), reader.Time(), reader.OptionalTime(), (int)reader.Unsigned());

    private static StandingKind ReadKind(ref ByteReader reader)
    {
        var kind = (StandingKind)reader.Byte();
        return Enum.IsDefined(kind) ? kind : throw new JournalCorruptException($"Standing {(byte)kind} is not known.");
    }
}
