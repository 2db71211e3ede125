using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Rewards.Domain.Retroactivity;

namespace Rewards.Grains.Retroactivity;

/// <summary>Sums up postings, and names them: the same postings in the same order have the same hash.</summary>
internal sealed class GrantTally : IDisposable
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly SortedDictionary<string, long> sums = new(StringComparer.Ordinal);

    public long Postings { get; private set; }

    public IReadOnlyList<CurrencySum> Sums => [.. sums.Select(sum => new CurrencySum(sum.Key, sum.Value))];

    /// <summary>Goes on from what was counted before.</summary>
    public void Resume(RetroactiveGrants before)
    {
        Postings = before.Postings;
        foreach (var sum in before.Sums)
        {
            sums[sum.Currency] = sum.Amount;
        }
    }

    public void Add(string member, RetroactiveGrant grant)
    {
        foreach (var amount in grant.Amounts)
        {
            Postings++;
            sums[amount.Currency] = sums.GetValueOrDefault(amount.Currency) + amount.Amount;
            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(
                CultureInfo.InvariantCulture,
                $"{member}\n{grant.Activity}\n{amount.Rule}\n{amount.Currency}\n{amount.Amount}\n")));
        }
    }

    public string Name(int version)
    {
        hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{version}")));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    public void Dispose() => hash.Dispose();
}
