using Rewards.Domain;
using Rewards.Domain.Vesting;
using Rewards.Journal.Records;

namespace Rewards.Journal.Events;

/// <summary>
/// vesting-started.v1, active-day-counted.v1, vesting-matured.v1, vesting-voided.v1, and what vests in a snapshot.
/// </summary>
internal static class VestingCodec
{
    public static void WriteStarted(ByteWriter writer, VestingStarted change)
    {
        writer.Text(change.Activity.Value);
        writer.Unsigned((ulong)change.RulesVersion);
        writer.Unsigned((ulong)change.Rule);
        writer.Unsigned((ulong)change.DaysNeeded);
        writer.Signed(change.FirstDay);
        writer.Time(change.EndsAt);
        WriteOwn(writer, change.Own);
    }

    public static VestingStarted ReadStarted(ref ByteReader reader) => new(
        new ActivityId(reader.Text()),
        (int)reader.Unsigned(),
        (int)reader.Unsigned(),
        (int)reader.Unsigned(),
        (int)reader.Signed(),
        reader.Time(),
        ReadOwn(ref reader));

    public static void WriteDay(ByteWriter writer, ActiveDayCounted change) => writer.Signed(change.Day);

    public static ActiveDayCounted ReadDay(ref ByteReader reader) => new((int)reader.Signed());

    public static void WriteMatured(ByteWriter writer, VestingMatured change)
    {
        writer.Text(change.Activity.Value);
        writer.Unsigned((ulong)change.RulesVersion);
        writer.Unsigned((ulong)change.Rule);
        LedgerParts.WritePostings(writer, change.Moves);
    }

    public static VestingMatured ReadMatured(ref ByteReader reader) => new(
        new ActivityId(reader.Text()), (int)reader.Unsigned(), (int)reader.Unsigned(),
        LedgerParts.ReadPostings(ref reader));

    public static void WriteVoided(ByteWriter writer, VestingVoided change)
    {
        writer.Text(change.Activity.Value);
        writer.Unsigned((ulong)change.RulesVersion);
        writer.Unsigned((ulong)change.Rule);
        writer.Byte((byte)change.Why);
        LedgerParts.WritePostings(writer, change.Moves);
        LedgerParts.WriteUses(writer, change.Freed);
    }

    public static VestingVoided ReadVoided(ref ByteReader reader) => new(
        new ActivityId(reader.Text()), (int)reader.Unsigned(), (int)reader.Unsigned(), ReadWhy(ref reader),
        LedgerParts.ReadPostings(ref reader), LedgerParts.ReadUses(ref reader));

    public static void WriteState(ByteWriter writer, IReadOnlyList<OpenVesting> open)
    {
        writer.Unsigned((ulong)open.Count);
        foreach (var vesting in open)
        {
            writer.Text(vesting.Activity.Value);
            writer.Unsigned((ulong)vesting.RulesVersion);
            writer.Unsigned((ulong)vesting.Rule);
            writer.Unsigned((ulong)vesting.DaysNeeded);
            writer.Signed(vesting.FirstDay);
            writer.Time(vesting.EndsAt);
            WriteOwn(writer, vesting.Own);
            writer.Unsigned((ulong)vesting.Seen.Length);
            foreach (var bits in vesting.Seen.Span)
            {
                writer.Fixed64(bits);
            }
        }
    }

    public static OpenVesting[] ReadState(ref ByteReader reader)
    {
        var open = new OpenVesting[reader.Count()];
        for (var i = 0; i < open.Length; i++)
        {
            open[i] = new OpenVesting(
                new ActivityId(reader.Text()),
                (int)reader.Unsigned(),
                (int)reader.Unsigned(),
                (int)reader.Unsigned(),
                (int)reader.Signed(),
                reader.Time(),
                ReadOwn(ref reader),
                ReadSeen(ref reader));
        }

        return open;
    }

    private static void WriteOwn(ByteWriter writer, IReadOnlyList<VestingAmount> own)
    {
        writer.Unsigned((ulong)own.Count);
        foreach (var (currency, amount) in own)
        {
            writer.Text(currency);
            writer.Unsigned((ulong)amount);
        }
    }

    private static VestingAmount[] ReadOwn(ref ByteReader reader)
    {
        var own = new VestingAmount[reader.Count()];
        for (var i = 0; i < own.Length; i++)
        {
            own[i] = new VestingAmount(reader.Text(), (long)reader.Unsigned());
        }

        return own;
    }

    private static ulong[] ReadSeen(ref ByteReader reader)
    {
        var seen = new ulong[reader.Count()];
        for (var i = 0; i < seen.Length; i++)
        {
            seen[i] = reader.Fixed64();
        }

        return seen;
    }

    private static VestingStatus ReadWhy(ref ByteReader reader)
    {
        var why = (VestingStatus)reader.Byte();
        return why is VestingStatus.Lapsed or VestingStatus.Voided
            ? why : throw new JournalCorruptException($"A vesting award ends for the unknown reason {(byte)why}.");
    }
}
