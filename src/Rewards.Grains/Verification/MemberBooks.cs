using Rewards.Domain.Ledger;
using Rewards.Domain.Members;

namespace Rewards.Grains.Verification;

/// <summary>
/// A member's books kept anew from the postings alone, without the code that keeps balances: what every account of each
/// currency comes to. Double entry: all accounts together come to nothing.
/// </summary>
internal sealed class MemberBooks
{
    /// <summary>As many accounts as the ledger has numbers for.</summary>
    public const int AccountsMax = 32;

    /// <summary>Those that there are: most of what a member weighs here are its books.</summary>
    private static readonly int AccountsKnown = (int)Enum.GetValues<Account>().Max() + 1;

    private readonly List<(string Currency, Int128[] Accounts)> books = new(1);

    public IReadOnlyList<(string Currency, Int128[] Accounts)> All => books;

    /// <summary>Null when it is a posting that may be.</summary>
    public string? Post(in Posting posting)
    {
        if (posting.Amount <= 0 || posting.From == posting.To)
        {
            return $"a posting moves {posting.Amount} {posting.Currency} from {posting.From} to {posting.To}.";
        }

        var accounts = Of(posting.Currency);
        accounts[(int)posting.From] -= posting.Amount;
        accounts[(int)posting.To] += posting.Amount;
        return null;
    }

    /// <summary>What does not hold between the books and the member's state.</summary>
    public IEnumerable<string> Differences(MemberState state)
    {
        foreach (var wallet in state.Wallets)
        {
            var accounts = Of(wallet.Currency);
            var sum = Int128.Zero;
            foreach (var balance in accounts)
            {
                sum += balance;
            }

            if (sum != 0)
            {
                yield return $"the accounts of {wallet.Currency} sum to {sum} and not to 0.";
            }

            if (Differs(wallet, accounts) is { } difference)
            {
                yield return difference;
            }
        }
    }

    /// <summary>What a wallet must hold in itself.</summary>
    public static string? BrokenLots(Wallet wallet)
    {
        var sum = 0L;
        for (var i = 0; i < wallet.Lots.Length; i++)
        {
            var lot = wallet.Lots[i];
            sum += lot.Amount;
            if (lot.Amount <= 0 || (i > 0 && Lot.CompareExpiry(wallet.Lots[i - 1].ExpiresAt, lot.ExpiresAt) >= 0))
            {
                return $"the lots of {wallet.Currency} are not positive or not in order of expiry.";
            }
        }

        return sum == Math.Max(0, wallet.Available)
            ? null
            : $"the lots of {wallet.Currency} sum to {sum}, and {wallet.Available} are available.";
    }

    private static string? Differs(Wallet wallet, Int128[] accounts)
    {
        if (wallet.Available != accounts[(int)Account.Available]
            || wallet.Pending != accounts[(int)Account.Pending]
            || wallet.Held != accounts[(int)Account.Held])
        {
            return $"the balances of {wallet.Currency} are not the sums of its postings: "
                + $"available {wallet.Available}, pending {wallet.Pending}, held {wallet.Held} against "
                + $"{accounts[(int)Account.Available]}, {accounts[(int)Account.Pending]} and "
                + $"{accounts[(int)Account.Held]}.";
        }

        return wallet.Pending < 0 || wallet.Held < 0
            ? $"{wallet.Currency} has pending {wallet.Pending} and held {wallet.Held}: neither can be below 0."
            : null;
    }

    private Int128[] Of(string currency)
    {
        foreach (var (known, accounts) in books)
        {
            if (string.Equals(known, currency, StringComparison.Ordinal))
            {
                return accounts;
            }
        }

        var opened = new Int128[AccountsKnown];
        books.Add((currency, opened));
        return opened;
    }
}
