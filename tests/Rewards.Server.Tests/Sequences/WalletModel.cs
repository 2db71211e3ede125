namespace Rewards.Server.Tests.Sequences;

/// <summary>One currency of one member, as plainly as it can be said: points with the moment at which they end.</summary>
internal sealed class WalletModel(bool debt)
{
    private List<(DateTime? Ends, long Amount)> lots = [];

    public long Pending { get; set; }

    /// <summary>What is owed, where the community lets members owe.</summary>
    public long Owed { get; private set; }

    public long Available => lots.Sum(lot => lot.Amount) - Owed;

    public IEnumerable<(DateTime Ends, long Amount)> Expiring =>
        from lot in lots
        where lot.Ends is not null && lot.Amount > 0
        group lot.Amount by lot.Ends!.Value into day
        orderby day.Key
        select (day.Key, day.Sum());

    public void Expire(DateTime now) => lots = [.. lots.Where(lot => lot.Ends is null || lot.Ends > now)];

    public void Give(DateTime? ends, long amount)
    {
        var paid = Math.Min(Owed, amount);
        Owed -= paid;
        lots.Add((ends, amount - paid));
    }

    /// <summary>First out of what ends when the points did that are taken back, then out of what ends first.</summary>
    public void TakeBack(long amount, (DateTime? Ends, long Amount)? from)
    {
        if (from is { } own)
        {
            amount -= Take(Math.Min(amount, own.Amount), lot => lot == own.Ends);
            amount -= Take(amount, lot => lot != own.Ends);
        }
        else
        {
            amount -= Take(amount, _ => true);
        }

        Owed += debt ? amount : 0;
    }

    private long Take(long amount, Func<DateTime?, bool> which)
    {
        var left = amount;
        lots = [.. lots.OrderBy(lot => lot.Ends ?? DateTime.MaxValue)];
        for (var i = 0; i < lots.Count; i++)
        {
            if (which(lots[i].Ends))
            {
                var taken = Math.Min(left, lots[i].Amount);
                lots[i] = (lots[i].Ends, lots[i].Amount - taken);
                left -= taken;
            }
        }

        return amount - left;
    }
}
