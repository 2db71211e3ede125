namespace Rewards.Domain.Rules;

/// <summary>What a rule gives of one currency; <paramref name="Amount"/> in whole units.</summary>
public sealed record Give(string Currency, long Amount);

/// <summary>Whether an award can be spent at once. The numbers are on disk.</summary>
public enum AwardStatus : byte
{
    /// <summary>Spendable at once.</summary>
    Granted = 1,

    /// <summary>Waiting for review.</summary>
    Pending = 2,
    Rejected = 3,
    Lapsed = 4,
    Reversed = 5,
}

/// <summary>How a rule that awards goes together with the rules after it.</summary>
public enum Stacking : byte
{
    /// <summary>Rules after it are considered too.</summary>
    Stack = 1,

    /// <summary>When it awards, no rule after it is considered.</summary>
    Stop = 2,
}

/// <summary>
/// One rule of a published version. Rules for an activity type are considered by ascending <paramref name="Order"/>,
/// which is unique per type. <paramref name="Ordinal"/> is its place in the version; receipts on disk use it.
/// </summary>
public sealed record Rule(
    int Ordinal,
    string Id,
    int Order,
    string When,
    Condition? If,
    IReadOnlyList<Give> Gives,
    AwardStatus Status,
    Stacking Stacking,
    IReadOnlyList<Limit> Limits);
