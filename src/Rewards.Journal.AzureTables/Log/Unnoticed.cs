using Rewards.Journal.AzureTables.Layout;

namespace Rewards.Journal.AzureTables.Log;

/// <summary>
/// A transaction that is committed and that the log does not tell of yet. <paramref name="Predecessor"/> is the
/// transaction it follows: when that was another session's, its notice has to come first.
/// </summary>
internal sealed record Unnoticed(
    Ticket Ticket, Ticket Predecessor, Notice Notice, IReadOnlyList<DueChange> Due);
