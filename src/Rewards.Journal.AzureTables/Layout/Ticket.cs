namespace Rewards.Journal.AzureTables.Layout;

/// <summary>
/// Names one transaction for ever: the session that made it and its number there. It is written with the transaction,
/// so that reading back tells whose it was.
/// </summary>
internal readonly record struct Ticket(string Session, long Number)
{
    public static readonly Ticket None = new("", 0);
}
