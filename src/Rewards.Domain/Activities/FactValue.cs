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
public readonly record struct FactValue(FactKind Kind, string? Text, decimal Number)
{
    /// <summary>The value of an integer.</summary>
    public long AsInteger() => (long)Number;

    /// <summary>The value of a boolean.</summary>
    public bool AsBoolean() => Number != 0;

    /// <summary>The value of a text.</summary>
    public string AsText() => Text!;

    public bool IsNumeric() => Kind is FactKind.Integer or FactKind.Decimal;

    public static FactValue Of(string value) => new(FactKind.Text, value, 0);

    public static FactValue Of(long value) => new(FactKind.Integer, null, value);

    public static FactValue Of(decimal value) => new(FactKind.Decimal, null, value);

    public static FactValue Of(bool value) => new(FactKind.Boolean, null, value ? 1 : 0);

    public override string ToString() => Kind switch
    {
        FactKind.Text => AsText(),
        FactKind.Boolean => AsBoolean() ? "true" : "false",
        _ => Number.ToString(CultureInfo.InvariantCulture),
    };
}
