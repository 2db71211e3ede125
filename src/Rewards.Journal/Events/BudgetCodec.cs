using Rewards.Domain;
using Rewards.Domain.Budgets;
using Rewards.Journal.Records;

namespace Rewards.Journal.Events;

/// <summary>budgets-drawn.v1, slice-leased.v1, slice-settled.v1, budget-freed.v1</summary>
internal static class BudgetCodec
{
    public static void WriteDrawn(ByteWriter writer, BudgetsDrawn drawn)
    {
        writer.Unsigned((ulong)drawn.Draws.Count);
        foreach (var draw in drawn.Draws)
        {
            writer.Unsigned((ulong)draw.Rule);
            writer.Fixed64(draw.Key);
            writer.Time(draw.Start);
            writer.Unsigned((ulong)draw.Slice);
            writer.Unsigned((ulong)draw.Amount);
        }
    }

    public static BudgetsDrawn ReadDrawn(ref ByteReader reader)
    {
        var draws = new BudgetDraw[reader.Count()];
        for (var i = 0; i < draws.Length; i++)
        {
            draws[i] = new BudgetDraw(
                (int)reader.Unsigned(), reader.Fixed64(), reader.Time(), (long)reader.Unsigned(),
                (long)reader.Unsigned());
        }

        return new BudgetsDrawn(draws);
    }

    public static void WriteLeased(ByteWriter writer, SliceLeased leased)
    {
        writer.Unsigned((ulong)leased.Slice);
        writer.Text(leased.Budget);
        writer.Fixed64(leased.Key);
        writer.Time(leased.Start);
        writer.Text(leased.Currency);
        writer.Unsigned((ulong)leased.Amount);
        writer.Text(leased.Holder);
        writer.Unsigned((ulong)leased.Request);
    }

    public static SliceLeased ReadLeased(ref ByteReader reader) => new(
        (long)reader.Unsigned(), reader.Text(), reader.Fixed64(), reader.Time(), reader.Text(),
        (long)reader.Unsigned(), reader.Text(), (long)reader.Unsigned());

    public static void WriteSettled(ByteWriter writer, SliceSettled settled)
    {
        writer.Unsigned((ulong)settled.Slice);
        writer.Unsigned((ulong)settled.Used);
    }

    public static SliceSettled ReadSettled(ref ByteReader reader) =>
        new((long)reader.Unsigned(), (long)reader.Unsigned());

    public static void WriteFreed(ByteWriter writer, BudgetFreed freed)
    {
        writer.Fixed64(freed.Key);
        writer.Time(freed.Start);
        writer.Text(freed.Member);
        writer.Text(freed.Activity.Value);
        writer.Unsigned((ulong)freed.Rule);
        writer.Unsigned((ulong)freed.Amount);
    }

    public static BudgetFreed ReadFreed(ref ByteReader reader) => new(
        reader.Fixed64(), reader.Time(), reader.Text(), new ActivityId(reader.Text()), (int)reader.Unsigned(),
        (long)reader.Unsigned());
}
