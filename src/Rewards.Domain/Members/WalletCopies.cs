using Rewards.Domain.Ledger;

namespace Rewards.Domain.Members;

/// <summary>
/// Copies of wallets for a decision of several steps, where a later posting depends on what an earlier one left. The
/// member's own state is not touched before the events are applied.
/// </summary>
internal sealed class WalletCopies
{
    private readonly Dictionary<string, Wallet> wallets = new(StringComparer.Ordinal);

    /// <summary>The wallets as they will be after the events decided so far.</summary>
    public static WalletCopies Of(MemberState state, IEnumerable<MemberEvent> decided)
    {
        var copies = new WalletCopies();
        foreach (var wallet in state.Wallets)
        {
            copies.wallets[wallet.Currency] = Wallet.Restore(
                wallet.Currency, wallet.Available, wallet.Pending, wallet.Held, wallet.Lots.ToArray());
        }

        foreach (var change in decided)
        {
            copies.Apply(change.Postings, 0);
        }

        return copies;
    }

    public Wallet WalletOf(string currency)
    {
        if (!wallets.TryGetValue(currency, out var wallet))
        {
            wallets[currency] = wallet = new Wallet(currency);
        }

        return wallet;
    }

    public void Apply(IReadOnlyList<Posting> postings, int first)
    {
        for (var i = first; i < postings.Count; i++)
        {
            WalletOf(postings[i].Currency).Apply(postings[i]);
        }
    }
}
