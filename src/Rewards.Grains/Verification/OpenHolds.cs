using Rewards.Domain.Ledger;
using Rewards.Domain.Members;

namespace Rewards.Grains.Verification;

/// <summary>The holds of a member that are not ended: each ends once, and moves all that was held.</summary>
internal sealed class OpenHolds
{
    private Dictionary<string, PointsHeld>? open;

    public int Count => open?.Count ?? 0;

    public void Open(PointsHeld held, Action<string> complain)
    {
        open ??= new Dictionary<string, PointsHeld>(StringComparer.Ordinal);
        var drawn = held.Moves
            .Where(move => move.Currency == held.Currency && move.From == Account.Available && move.To == Account.Held)
            .Sum(move => move.Amount);
        if (!open.TryAdd(held.Hold, held))
        {
            complain($"the hold '{held.Hold}' was open already.");
        }

        if (drawn != held.Amount)
        {
            complain($"the hold '{held.Hold}' is over {held.Amount} {held.Currency}, and {drawn} are moved.");
        }
    }

    public void Close(string hold, long settled, IReadOnlyList<Posting> moves, Action<string> complain)
    {
        if (open is null || !open.Remove(hold, out var held))
        {
            complain($"it ends the hold '{hold}', which is not open.");
            return;
        }

        var spent = Sum(moves, held.Currency, Account.Redemption);
        var back = Sum(moves, held.Currency, Account.Available);
        if (spent != settled || spent + back != held.Amount)
        {
            complain($"the hold '{hold}' is over {held.Amount} {held.Currency}; settled {settled}, "
                + $"and {spent} are spent and {back} given back.");
        }
    }

    private static long Sum(IReadOnlyList<Posting> moves, string currency, Account to) => moves
        .Where(move => move.Currency == currency && move.From == Account.Held && move.To == to)
        .Sum(move => move.Amount);
}
