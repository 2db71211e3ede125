using NodaTime;
using Rewards.Domain.Ledger;
using Rewards.Domain.Members;

namespace Rewards.Domain.Tests.Ledger;

/// <summary>
/// All accounts of double entry, the community's too, kept by the test from postings alone; and the rules that hold
/// after every event.
/// </summary>
internal sealed class Books
{
    private readonly Dictionary<(string Currency, Account Account), Int128> balances = [];

    public Int128 Of(string currency, Account account) => balances.GetValueOrDefault((currency, account));

    public void Post(IEnumerable<Posting> postings)
    {
        foreach (var posting in postings)
        {
            Assert.InRange(posting.Amount, 1, long.MaxValue);
            Assert.NotEqual(posting.From, posting.To);
            Move(posting.Currency, posting.From, -posting.Amount);
            Move(posting.Currency, posting.To, posting.Amount);
        }
    }

    /// <summary>What the member has at the beginning came from issuance.</summary>
    public void Open(Wallet wallet) => Post(wallet.Available switch
    {
        > 0 => [new Posting(wallet.Currency, Account.Issuance, Account.Available, wallet.Available)],
        < 0 => [new Posting(wallet.Currency, Account.Available, Account.Issuance, -wallet.Available)],
        _ => [],
    });

    public void AssertHolds(MemberState state, NegativeBalancePolicy policy)
    {
        foreach (var currency in balances.Keys.Select(key => key.Currency).Distinct())
        {
            var sum = balances.Where(entry => entry.Key.Currency == currency)
                .Aggregate((Int128)0, (total, entry) => total + entry.Value);
            Assert.Equal((Int128)0, sum);
        }

        foreach (var wallet in state.Wallets)
        {
            Assert.Equal(Of(wallet.Currency, Account.Available), wallet.Available);
            Assert.Equal(Of(wallet.Currency, Account.Pending), wallet.Pending);
            Assert.Equal(Of(wallet.Currency, Account.Held), wallet.Held);
            AssertWithinPolicy(wallet, policy);
            AssertLots(wallet);
        }

        // A lot is never due before the grain has asked to be woken.
        Assert.True(state.NextExpiry is not { } next || state.ExpiryWakeAt <= next);
    }

    private static void AssertWithinPolicy(Wallet wallet, NegativeBalancePolicy policy)
    {
        var floor = policy == NegativeBalancePolicy.Floor ? 0 : -Amounts.BalanceMax;
        Assert.InRange(wallet.Available, floor, Amounts.BalanceMax);
        Assert.InRange(wallet.Pending, 0, Amounts.BalanceMax);
        Assert.InRange(wallet.Held, 0, Amounts.BalanceMax);
    }

    private static void AssertLots(Wallet wallet)
    {
        var sum = 0L;
        (bool Any, Instant? At) before = default;
        foreach (var lot in wallet.Lots)
        {
            Assert.InRange(lot.Amount, 1, long.MaxValue);
            Assert.True(!before.Any || Lot.CompareExpiry(before.At, lot.ExpiresAt) < 0, "Lots are out of order.");
            before = (true, lot.ExpiresAt);
            sum += lot.Amount;
        }

        Assert.Equal(Math.Max(wallet.Available, 0), sum);
    }

    private void Move(string currency, Account account, long amount) =>
        balances[(currency, account)] = Of(currency, account) + amount;
}
