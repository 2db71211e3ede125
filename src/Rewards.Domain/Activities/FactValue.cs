using System.Globalization;

namespace Rewards.Domain.Activities;

/// <summary>The types of a fact. The numbers are on disk.</summary>
public enum FactKind : byte
{
    Text = 1,
    Integer = 2,
    Decimal = 3,
    Boolean = 4,
}

/// <summary>One value of an activity's facts. 5 and 5.0 are different values: integers are strict.</summary>
public readonly record struct FactValue
{
    private readonly string? text;
    private readonly decimal number;

    private FactValue(FactKind kind, string? text, decimal number)
    {
        Kind = kind;
        this.text = text;
        this.number = number;
    }

    public FactKind Kind { get; }

    public string Text => text!;

    public long Integer => (long)number;

    public decimal Number => number;

    public bool Boolean => number != 0;

    public bool IsNumber => Kind is FactKind.Integer or FactKind.Decimal;

    public static FactValue Of(string value) => new(FactKind.Text, value, 0);

    public static FactValue Of(long value) => new(FactKind.Integer, null, value);

    public static FactValue Of(decimal value) => new(FactKind.Decimal, null, value);

    public static FactValue Of(bool value) => new(FactKind.Boolean, null, value ? 1 : 0);

    public override string ToString() => Kind switch
    {
        FactKind.Text => Text,
        FactKind.Boolean => Boolean ? "true" : "false",
        _ => number.ToString(CultureInfo.InvariantCulture),
    };
}
