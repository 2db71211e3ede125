using Rewards.Domain;
using Rewards.Domain.Contribution;
using Rewards.Domain.Members;
using Rewards.Journal.Records;

namespace Rewards.Journal.Events;

/// <summary>contribution-measured.v1 and v2, contribution-counted.v1, contribution-taken-back.v1</summary>
internal static class ContributionCodec
{
    public static void WriteMeasured(ByteWriter writer, ContributionMeasured measured)
    {
        WriteLines(writer, measured.Lines);
        LedgerParts.WriteUses(writer, measured.Uses);
    }

    public static ContributionMeasured ReadMeasured(ref ByteReader reader) =>
        new(ReadLines(ref reader), LedgerParts.ReadUses(ref reader));

    public static void WriteMeasuredBy(ByteWriter writer, ContributionMeasuredBy measured)
    {
        writer.Unsigned((ulong)measured.ModelVersion);
        WriteMeasured(writer, measured);
    }

    public static ContributionMeasuredBy ReadMeasuredBy(ref ByteReader reader) =>
        new((int)reader.Unsigned(), ReadLines(ref reader), LedgerParts.ReadUses(ref reader));

    public static void WriteCounted(ByteWriter writer, ContributionCounted counted)
    {
        writer.Text(counted.Activity.Value);
        writer.Unsigned((ulong)counted.RulesVersion);
        WriteLines(writer, counted.Lines);
    }

    public static ContributionCounted ReadCounted(ref ByteReader reader) =>
        new(new ActivityId(reader.Text()), (int)reader.Unsigned(), ReadLines(ref reader));

    public static void WriteTakenBack(ByteWriter writer, ContributionTakenBack taken)
    {
        writer.Text(taken.Activity.Value);
        writer.Unsigned((ulong)taken.RulesVersion);
        WriteLines(writer, taken.Lines);
    }

    public static ContributionTakenBack ReadTakenBack(ref ByteReader reader) =>
        new(new ActivityId(reader.Text()), (int)reader.Unsigned(), ReadLines(ref reader));

    private static void WriteLines(ByteWriter writer, IReadOnlyList<ContributionLine> lines)
    {
        writer.Unsigned((ulong)lines.Count);
        foreach (var line in lines)
        {
            writer.Unsigned((ulong)line.Outcome);
            writer.Text(line.Person);
            writer.Signed(line.Millis);
            writer.Byte(line.AfterApproval ? (byte)1 : (byte)0);
        }
    }

    private static ContributionLine[] ReadLines(ref ByteReader reader)
    {
        var lines = new ContributionLine[reader.Count()];
        for (var i = 0; i < lines.Length; i++)
        {
            lines[i] = new ContributionLine(
                (int)reader.Unsigned(), reader.Text(), reader.Signed(), reader.Byte() != 0);
        }

        return lines;
    }
}
