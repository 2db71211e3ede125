using Rewards.Domain.Members;
using Rewards.Domain.Rules;
using Rewards.Journal.Records;

namespace Rewards.Journal.Events;

/// <summary>points-awarded.v1</summary>
internal static class AwardCodec
{
    public static void Write(ByteWriter writer, PointsAwarded awarded)
    {
        writer.Unsigned((ulong)awarded.Rule);
        writer.Byte((byte)awarded.Status);
        writer.OptionalTime(awarded.LapsesAt);
        writer.Unsigned((ulong)awarded.Lines.Count);
        for (var i = 0; i < awarded.Lines.Count; i++)
        {
            var line = awarded.Lines[i];
            writer.Text(line.Currency);
            writer.Unsigned((ulong)line.Asked);
            writer.Unsigned((ulong)line.Granted);
            LedgerParts.WriteSeconds(writer, line.LotExpiresAt);
        }

        LedgerParts.WriteUses(writer, awarded.Uses);
    }

    public static PointsAwarded Read(ref ByteReader reader)
    {
        var rule = (int)reader.Unsigned();
        var status = (AwardStatus)reader.Byte();
        var lapsesAt = reader.OptionalTime();
        var lines = new AwardLine[reader.Count()];
        for (var i = 0; i < lines.Length; i++)
        {
            lines[i] = new AwardLine(
                reader.Text(), (long)reader.Unsigned(), (long)reader.Unsigned(), LedgerParts.ReadSeconds(ref reader));
        }

        return new PointsAwarded(rule, status, lapsesAt, lines, LedgerParts.ReadUses(ref reader));
    }
}
