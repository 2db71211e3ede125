using Rewards.Domain.Members;
using Rewards.Domain.Rules;
using Rewards.Journal.Records;

namespace Rewards.Journal.Events;

/// <summary>amounts-weighed.v1, history-counted.v1</summary>
internal static class WeighingCodec
{
    // How a weight's discount is told: 0 none · 1 applied · 2 shadow, followed by how often before and per cent.
    private const byte NoDiscount = 0;
    private const byte Applied = 1;
    private const byte Shadow = 2;

    public static void WriteWeighed(ByteWriter writer, AmountsWeighed weighed)
    {
        writer.Unsigned((ulong)weighed.Weights.Count);
        foreach (var weight in weighed.Weights)
        {
            writer.Unsigned((ulong)weight.Rule);
            writer.Unsigned((ulong)weight.Multipliers);
            if (weight.Discount is not { } discount)
            {
                writer.Byte(NoDiscount);
                continue;
            }

            writer.Byte(discount.Shadow ? Shadow : Applied);
            writer.Unsigned((ulong)discount.Before);
            writer.Unsigned((ulong)discount.Percent);
        }
    }

    public static AmountsWeighed ReadWeighed(ref ByteReader reader)
    {
        var weights = new RuleWeight[reader.Count()];
        for (var i = 0; i < weights.Length; i++)
        {
            var (rule, multipliers) = ((int)reader.Unsigned(), (int)reader.Unsigned());
            var form = reader.Byte();
            weights[i] = new RuleWeight(rule, multipliers, form switch
            {
                NoDiscount => null,
                Applied or Shadow =>
                    new DiscountApplied((long)reader.Unsigned(), (int)reader.Unsigned(), form == Shadow),
                _ => throw new JournalCorruptException($"A discount has the unknown form {form}."),
            });
        }

        return new AmountsWeighed(weights);
    }

    public static void WriteCounted(ByteWriter writer, HistoryCounted counted) =>
        LedgerParts.WriteUses(writer, counted.Uses);

    public static HistoryCounted ReadCounted(ref ByteReader reader) => new(LedgerParts.ReadUses(ref reader));
}
