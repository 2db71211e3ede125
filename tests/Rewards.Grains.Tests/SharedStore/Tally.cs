using Rewards.Tests.Shared.Azure.Faults;

namespace Rewards.Grains.Tests.SharedStore;

/// <summary>What came up in some seeds.</summary>
internal sealed record Tally(
    int Acknowledged, int GivenUp, int There, int Retries, IReadOnlyDictionary<Fault, int> Met)
{
    public Tally()
        : this(0, 0, 0, 0, new Dictionary<Fault, int>())
    {
    }

    public static Tally operator +(Tally one, Tally other) => new(
        one.Acknowledged + other.Acknowledged,
        one.GivenUp + other.GivenUp,
        one.There + other.There,
        one.Retries + other.Retries,
        one.Met.Concat(other.Met).GroupBy(met => met.Key).ToDictionary(met => met.Key, met => met.Sum(m => m.Value)));

    public override string ToString() =>
        $"acknowledged {Acknowledged}, given up {GivenUp}, there {There}, sent again {Retries}; "
        + string.Join(", ", Met.OrderBy(met => met.Key).Select(met => $"{met.Key} {met.Value}"));
}
