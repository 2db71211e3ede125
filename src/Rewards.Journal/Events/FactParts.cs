using Rewards.Domain.Activities;
using Rewards.Journal.Records;

namespace Rewards.Journal.Events;

/// <summary>Facts on disk: in the event, and the personal ones in the side record.</summary>
public static class FactParts
{
    public static void Write(ByteWriter writer, IReadOnlyList<Fact> facts)
    {
        writer.Unsigned((ulong)facts.Count);
        for (var i = 0; i < facts.Count; i++)
        {
            var fact = facts[i];
            writer.Text(fact.Name);
            writer.Byte((byte)fact.Value.Kind);
            WriteValue(writer, fact.Value);
        }
    }

    public static Fact[] Read(ref ByteReader reader)
    {
        var facts = new Fact[reader.Count()];
        for (var i = 0; i < facts.Length; i++)
        {
            facts[i] = new Fact(reader.Text(), ReadValue(ref reader));
        }

        return facts;
    }

    private static void WriteValue(ByteWriter writer, FactValue value)
    {
        switch (value.Kind)
        {
            case FactKind.Text: writer.Text(value.AsText()); break;
            case FactKind.Integer: writer.Signed(value.AsInteger()); break;
            case FactKind.Boolean: writer.Byte(value.AsBoolean() ? (byte)1 : (byte)0); break;
            default: WriteDecimal(writer, value.Number); break;
        }
    }

    private static FactValue ReadValue(ref ByteReader reader)
    {
        var kind = (FactKind)reader.Byte();
        return kind switch
        {
            FactKind.Text => FactValue.Of(reader.Text()),
            FactKind.Integer => FactValue.Of(reader.Signed()),
            FactKind.Boolean => FactValue.Of(reader.Byte() != 0),
            FactKind.Decimal => FactValue.Of(ReadDecimal(ref reader)),
            _ => throw new JournalCorruptException($"Fact kind {(byte)kind} is not known."),
        };
    }

    private static void WriteDecimal(ByteWriter writer, decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        foreach (var part in bits)
        {
            writer.Unsigned((uint)part);
        }
    }

    private static decimal ReadDecimal(ref ByteReader reader)
    {
        Span<int> bits = stackalloc int[4];
        for (var i = 0; i < bits.Length; i++)
        {
            bits[i] = (int)(uint)reader.Unsigned();
        }

        try
        {
            return new decimal(bits);
        }
        catch (ArgumentException e)
        {
            throw new JournalCorruptException("A decimal is malformed.", e);
        }
    }
}
