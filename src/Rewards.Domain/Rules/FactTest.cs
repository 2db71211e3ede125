using Rewards.Domain.Activities;

namespace Rewards.Domain.Rules;

/// <summary>What a <see cref="FactTest"/> compares.</summary>
public enum Comparison : byte
{
    Is = 1,
    In = 2,
    AtLeast = 3,
    MoreThan = 4,
    AtMost = 5,
    LengthAtLeast = 6,
    LengthMoreThan = 7,
    LengthAtMost = 8,
}

/// <summary>
/// One test of one fact. A fact that is absent or of another type fails every test: unknown is not "no", so
/// <c>not</c> around a test of an absent fact holds, and a rule that needs the fact says so with a test of its own.
/// Lengths count Unicode scalar values (a Chinese character is one, an emoji of one code point is one).
/// </summary>
public sealed record FactTest(int Ordinal, string Fact, Comparison Comparison, IReadOnlyList<FactValue> Operands)
    : Condition(Ordinal)
{
    public override int? FailsAt(in ConditionInputs inputs) =>
        inputs.Activity.FindFact(Fact) is { } value && Holds(value) ? null : Ordinal;

    public override Condition? Find(int ordinal) => ordinal == Ordinal ? this : null;

    private bool Holds(FactValue value) => Comparison switch
    {
        Comparison.Is => Same(value, Operands[0]),
        Comparison.In => IsAmong(value),
        Comparison.AtLeast => value.IsNumeric() && value.Number >= Operands[0].Number,
        Comparison.MoreThan => value.IsNumeric() && value.Number > Operands[0].Number,
        Comparison.AtMost => value.IsNumeric() && value.Number <= Operands[0].Number,
        _ => value.Kind == FactKind.Text && HoldsForLength(Length(value.AsText())),
    };

    private bool HoldsForLength(long length) => Comparison switch
    {
        Comparison.LengthAtLeast => length >= Operands[0].AsInteger(),
        Comparison.LengthMoreThan => length > Operands[0].AsInteger(),
        _ => length <= Operands[0].AsInteger(),
    };

    private bool IsAmong(FactValue value)
    {
        for (var i = 0; i < Operands.Count; i++)
        {
            if (Same(value, Operands[i]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Numbers compare by value (5 is 5.0), everything else by type and value.</summary>
    private static bool Same(FactValue x, FactValue y) =>
        x.IsNumeric() && y.IsNumeric() ? x.Number == y.Number : x == y;

    /// <summary>Unicode scalar values of a text; what a length condition compares.</summary>
    public static long Length(string text)
    {
        var length = 0L;
        foreach (var _ in text.EnumerateRunes())
        {
            length++;
        }

        return length;
    }
}
