using Rewards.Domain.Members;
using Rewards.Domain.Rules;
using Rewards.Journal.Records;

namespace Rewards.Journal.Events;

/// <summary>amounts-weighed.v1 and v2, history-counted.v1</summary>
internal static class WeighingCodec
{
    // How a weight's discount is told: 0 none · 1 applied · 2 shadow, followed by how often before and per cent.
    private const byte NoDiscount = 0;
    private const byte Applied = 1;
    private const byte Shadow = 2;

    // In v2 also: applied to a reciprocal pair · the same in shadow, followed by how often the other supported, too.
    private const byte AppliedToPair = 3;
    private const byte ShadowOfPair = 4;

    public static void WriteWeighed(ByteWriter writer, AmountsWeighed weighed) => Write(writer, weighed.Weights);

    public static AmountsWeighed ReadWeighed(ref ByteReader reader) => new(Read(ref reader, Shadow));

    public static void WritePairs(ByteWriter writer, PairsWeighed weighed) => Write(writer, weighed.Weights);

    public static PairsWeighed ReadPairs(ref ByteReader reader) => new(Read(ref reader, ShadowOfPair));

    private static void Write(ByteWriter writer, IReadOnlyList<RuleWeight> weights)
    {
        writer.Unsigned((ulong)weights.Count);
        foreach (var weight in weights)
        {
            writer.Unsigned((ulong)weight.Rule);
            writer.Unsigned((ulong)weight.Multipliers);
            if (weight.Discount is not { } discount)
            {
                writer.Byte(NoDiscount);
                continue;
            }

            writer.Byte((discount.Shadow, discount.Received > 0) switch
            {
                (false, false) => Applied,
                (true, false) => Shadow,
                (false, true) => AppliedToPair,
                (true, true) => ShadowOfPair,
            });
            writer.Unsigned((ulong)discount.Before);
            writer.Unsigned((ulong)discount.Percent);
            if (discount.Received > 0)
            {
                writer.Unsigned((ulong)discount.Received);
            }
        }
    }

    private static RuleWeight[] Read(ref ByteReader reader, byte lastForm)
    {
        var weights = new RuleWeight[reader.Count()];
        for (var i = 0; i < weights.Length; i++)
        {
            var (rule, multipliers, form) = ((int)reader.Unsigned(), (int)reader.Unsigned(), reader.Byte());
            if (form > lastForm)
            {
                throw new JournalCorruptException($"A discount has the unknown form {form}.");
            }

            DiscountApplied? discount = null;
            if (form != NoDiscount)
            {
                var (before, percent) = ((long)reader.Unsigned(), (int)reader.Unsigned());
                discount = new DiscountApplied(before, percent, form is Shadow or ShadowOfPair)
                {
                    Received = form is AppliedToPair or ShadowOfPair ? (long)reader.Unsigned() : 0,
                };
            }

            weights[i] = new RuleWeight(rule, multipliers, discount);
        }

        return weights;
    }

    public static void WriteCounted(ByteWriter writer, HistoryCounted counted) =>
        LedgerParts.WriteUses(writer, counted.Uses);

    public static HistoryCounted ReadCounted(ref ByteReader reader) => new(LedgerParts.ReadUses(ref reader));
}
