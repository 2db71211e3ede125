using NodaTime;

namespace Rewards.Domain.Ledger;

/// <summary>What is left of all awards that expire at the same instant (null: never). Spent earliest first.</summary>
public readonly record struct Lot(Instant? ExpiresAt, long Amount)
{
    /// <summary>Order of spending: earliest expiry first, lots that never expire last.</summary>
    public static int CompareExpiry(Instant? x, Instant? y) => (x, y) switch
    {
        (null, null) => 0,
        (null, _) => 1,
        (_, null) => -1,
        ({ } a, { } b) => a.CompareTo(b),
    };
}
