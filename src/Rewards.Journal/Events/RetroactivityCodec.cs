using Rewards.Domain;
using Rewards.Domain.Retroactivity;
using Rewards.Journal.Records;

namespace Rewards.Journal.Events;

/// <summary>
/// granted-retroactively.v1, retroactivity-declared.v1, retroactive-grants-confirmed.v1,
/// retroactive-grants-advanced.v1, retroactive-grants-finished.v1
/// </summary>
internal static class RetroactivityCodec
{
    public static void WriteGranted(ByteWriter writer, GrantedRetroactively change)
    {
        writer.Text(change.Activity.Value);
        writer.Unsigned((ulong)change.FromVersion);
        writer.Unsigned((ulong)change.Version);
        WriteOptional(writer, change.Subject);
        WriteOptional(writer, change.Counterparty);
        writer.Unsigned((ulong)change.Lines.Count);
        foreach (var line in change.Lines)
        {
            writer.Unsigned((ulong)line.Rule);
            writer.Text(line.Currency);
            writer.Unsigned((ulong)line.Asked);
            writer.Unsigned((ulong)line.Granted);
            LedgerParts.WriteSeconds(writer, line.LotExpiresAt);
        }

        LedgerParts.WriteUses(writer, change.Uses);
    }

    public static GrantedRetroactively ReadGranted(ref ByteReader reader)
    {
        var activity = new ActivityId(reader.Text());
        var (from, version) = ((int)reader.Unsigned(), (int)reader.Unsigned());
        var (subject, counterparty) = (ReadOptional(ref reader), ReadOptional(ref reader));
        var lines = new RetroactiveLine[reader.Count()];
        for (var i = 0; i < lines.Length; i++)
        {
            lines[i] = new RetroactiveLine(
                (int)reader.Unsigned(), reader.Text(), (long)reader.Unsigned(), (long)reader.Unsigned(),
                LedgerParts.ReadSeconds(ref reader));
        }

        return new GrantedRetroactively(
            activity, from, version, subject, counterparty, lines, LedgerParts.ReadUses(ref reader));
    }

    public static void WriteDeclared(ByteWriter writer, RetroactivityDeclared change)
    {
        writer.Unsigned((ulong)change.Version);
        writer.Time(change.Since);
    }

    public static RetroactivityDeclared ReadDeclared(ref ByteReader reader) =>
        new((int)reader.Unsigned(), reader.Time());

    public static void WriteConfirmed(ByteWriter writer, RetroactiveGrantsConfirmed change)
    {
        writer.Unsigned((ulong)change.Version);
        writer.Text(change.Preview);
        WriteSums(writer, change.Postings, change.Sums);
        writer.Text(change.By);
    }

    public static RetroactiveGrantsConfirmed ReadConfirmed(ref ByteReader reader) => new(
        (int)reader.Unsigned(), reader.Text(), (long)reader.Unsigned(), ReadSums(ref reader), reader.Text());

    public static void WriteAdvanced(ByteWriter writer, RetroactiveGrantsAdvanced change)
    {
        writer.Unsigned((ulong)change.Version);
        writer.Text(change.After);
        WriteSums(writer, change.Postings, change.Sums);
    }

    public static RetroactiveGrantsAdvanced ReadAdvanced(ref ByteReader reader) =>
        new((int)reader.Unsigned(), reader.Text(), (long)reader.Unsigned(), ReadSums(ref reader));

    public static void WriteFinished(ByteWriter writer, RetroactiveGrantsFinished change)
    {
        writer.Unsigned((ulong)change.Version);
        WriteSums(writer, change.Postings, change.Sums);
    }

    public static RetroactiveGrantsFinished ReadFinished(ref ByteReader reader) =>
        new((int)reader.Unsigned(), (long)reader.Unsigned(), ReadSums(ref reader));

    private static void WriteSums(ByteWriter writer, long postings, IReadOnlyList<CurrencySum> sums)
    {
        writer.Unsigned((ulong)postings);
        writer.Unsigned((ulong)sums.Count);
        foreach (var sum in sums)
        {
            writer.Text(sum.Currency);
            writer.Unsigned((ulong)sum.Amount);
        }
    }

    private static CurrencySum[] ReadSums(ref ByteReader reader)
    {
        var sums = new CurrencySum[reader.Count()];
        for (var i = 0; i < sums.Length; i++)
        {
            sums[i] = new CurrencySum(reader.Text(), (long)reader.Unsigned());
        }

        return sums;
    }

    private static void WriteOptional(ByteWriter writer, string? text)
    {
        writer.Byte(text is null ? (byte)0 : (byte)1);
        if (text is not null)
        {
            writer.Text(text);
        }
    }

    private static string? ReadOptional(ref ByteReader reader) => reader.Byte() == 0 ? null : reader.Text();
}
