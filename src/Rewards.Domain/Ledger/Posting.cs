using NodaTime;

namespace Rewards.Domain.Ledger;

/// <summary>
/// One movement of double entry: <paramref name="Amount"/> (&gt; 0, whole units of the currency) leaves
/// <paramref name="From"/> and reaches <paramref name="To"/>. Where a side is <see cref="Account.Available"/>,
/// <paramref name="LotExpiresAt"/> names the lot that is filled or drawn from (null: the lot that never expires).
/// </summary>
public readonly record struct Posting(string Currency, Account From, Account To, long Amount,
    Instant? LotExpiresAt = null);
