using System.Buffers.Text;

namespace Rewards.LoadTests.Generating;

/// <summary>
/// What one answer line says, read by searching and not by parsing: the generator shares the machine.
/// </summary>
public readonly record struct Answer(AnswerKind Kind, long Amount)
{
    public static Answer Read(ReadOnlySpan<byte> line)
    {
        var replayed = line.IndexOf("\"replayed\":"u8);
        var awards = line.IndexOf("\"awards\":["u8);
        if (replayed < 0 || awards < 0)
            return new Answer(AnswerKind.Refused, 0);
        var kind = line[(replayed + 11)..].StartsWith("true"u8) ? AnswerKind.Replayed : AnswerKind.Fresh;
        return new Answer(kind, SumOfAmounts(line[(awards + 10)..]));
    }

    // An award is a flat object, so the first bracket ends the list. Amounts are whole numbers.
    private static long SumOfAmounts(ReadOnlySpan<byte> awards)
    {
        var end = awards.IndexOf((byte)']');
        if (end >= 0)
            awards = awards[..end];
        var sum = 0L;
        for (var at = awards.IndexOf("\"amount\":"u8); at >= 0; at = awards.IndexOf("\"amount\":"u8))
        {
            awards = awards[(at + 9)..];
            if (!Utf8Parser.TryParse(awards, out long amount, out _))
                throw new InvalidDataException("An award's amount is not a whole number.");
            sum = checked(sum + amount);
        }

        return sum;
    }
}

public enum AnswerKind
{
    Refused,
    Fresh,
    Replayed,
}
