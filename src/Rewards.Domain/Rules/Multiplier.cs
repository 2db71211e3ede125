namespace Rewards.Domain.Rules;

/// <summary>What becomes of a part of a whole unit.</summary>
public enum Rounding : byte
{
    Down = 1,
    HalfUp = 2,
    HalfEven = 3,
}

/// <summary>A factor of what a rule gives, where its condition holds (null: always).</summary>
public sealed record Multiplier(decimal By, Condition? If)
{
    /// <summary>
    /// Most factors of one rule. With three decimals each, an amount of 13 digits and a percentage, a product has at
    /// most 27 digits: a decimal keeps 28, so every product is exact and rounded once, at the end.
    /// </summary>
    public const int Max = 4;

    public const int DecimalsMax = 3;

    public const decimal ByMax = 1_000;
}
