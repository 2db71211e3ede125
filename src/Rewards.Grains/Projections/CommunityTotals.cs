using System.Collections.Concurrent;
using Rewards.Domain.Ledger;
using Rewards.Journal;
using Rewards.Journal.Events;
using Rewards.Journal.Records;

namespace Rewards.Grains.Projections;

/// <summary>
/// What a community issued, and what became of it, per currency in whole units. From double entry:
/// issued + adjusted + shortfall = outstanding + spent + expired.
/// </summary>
/// <param name="Currency">The currency.</param>
/// <param name="Issued">Awarded and spendable, net of reversals; pending not included.</param>
/// <param name="Pending">Waiting for review.</param>
/// <param name="Adjusted">Given less taken by operators.</param>
/// <param name="Spent">Redeemed.</param>
/// <param name="Expired">Lapsed unspent.</param>
/// <param name="Shortfall">Could not be taken back from members.</param>
/// <param name="Outstanding">What members hold, held amounts included, debts taken off.</param>
public sealed record CurrencyTotals(
    string Currency,
    Int128 Issued,
    Int128 Pending,
    Int128 Adjusted,
    Int128 Spent,
    Int128 Expired,
    Int128 Shortfall,
    Int128 Outstanding);

/// <summary>The projection behind community totals: the balance of every account, summed over all members.</summary>
public sealed class CommunityTotals : IProjection
{
    private const int AccountsMax = 32;
    private readonly PostingReader reader = new();
    private readonly ConcurrentDictionary<(string Community, string Currency), Int128[]> balances = new();

    public string Name => "community-totals.v2";

    /// <summary>Communities that have any.</summary>
    public IEnumerable<string> Communities =>
        balances.Keys.Select(key => key.Community).Distinct(StringComparer.Ordinal);

    public void Apply(StoredRecord record)
    {
        if (record.Stream.Kind != StreamKind.Member)
        {
            return;
        }

        var postings = reader.Read(record.Bytes);
        for (var i = 0; i < postings.Count; i++)
        {
            Apply(record.Stream.Community, postings[i]);
        }
    }

    /// <summary>The totals of a community by currency, in ordinal order.</summary>
    public IReadOnlyList<CurrencyTotals> Of(string community) => balances
        .Where(entry => entry.Key.Community == community)
        .OrderBy(entry => entry.Key.Currency, StringComparer.Ordinal)
        .Select(entry => Of(entry.Key.Currency, Copy(entry.Value)))
        .ToArray();

    public byte[] Save()
    {
        var writer = new ByteWriter(1024);
        writer.Unsigned((ulong)balances.Count);
        foreach (var ((community, currency), accounts) in balances)
        {
            writer.Text(community);
            writer.Text(currency);
            foreach (var balance in accounts)
            {
                writer.Fixed64((ulong)(balance >> 64));
                writer.Fixed64((ulong)balance);
            }
        }

        return writer.ToArray();
    }

    public void Load(ReadOnlySpan<byte> state)
    {
        balances.Clear();
        if (state.IsEmpty)
        {
            return;
        }

        var reader = new ByteReader(state);
        for (var left = reader.Count(); left > 0; left--)
        {
            var key = (reader.Text(), reader.Text());
            var accounts = new Int128[AccountsMax];
            for (var i = 0; i < AccountsMax; i++)
            {
                accounts[i] = new Int128(reader.Fixed64(), reader.Fixed64());
            }

            balances[key] = accounts;
        }
    }

    /// <summary>Totals from the balances of all accounts, by their numbers.</summary>
    internal static CurrencyTotals Of(string currency, Int128[] accounts)
    {
        Int128 Sum(Account account) => accounts[(int)account];
        return new CurrencyTotals(
            currency,
            -Sum(Account.Issuance) - Sum(Account.Pending),
            Sum(Account.Pending),
            -Sum(Account.Adjustment),
            Sum(Account.Redemption),
            Sum(Account.Expiry),
            -Sum(Account.Shortfall),
            Sum(Account.Available) + Sum(Account.Held));
    }

    private static Int128[] Copy(Int128[] accounts)
    {
        lock (accounts)
        {
            return [.. accounts];
        }
    }

    private void Apply(string community, in Posting posting)
    {
        var accounts = balances.GetOrAdd((community, posting.Currency), static _ => new Int128[AccountsMax]);
        lock (accounts)
        {
            accounts[(int)posting.From] -= posting.Amount;
            accounts[(int)posting.To] += posting.Amount;
        }
    }
}
