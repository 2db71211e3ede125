using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Rewards.Domain.Time;

namespace Rewards.Domain.Rules;

/// <summary>
/// Support of the same person counts less each time: <paramref name="Percents"/> for the first, second, … award of the
/// rule with that counterparty in one window; the last one holds for all further. In <paramref name="Shadow"/> mode it
/// counts and reports, and takes nothing away.
/// </summary>
public sealed record Discount(ulong Key, WindowKind Window, IReadOnlyList<int> Percents, bool Shadow)
{
    /// <summary>Most steps.</summary>
    public const int StepsMax = 16;

    public int PercentAfter(long before) => Percents[(int)Math.Min(before, Percents.Count - 1)];

    /// <summary>What goes into the key is fixed for ever: counters on disk are found by it.</summary>
    public static ulong KeyOf(string rule, WindowKind window) => BinaryPrimitives.ReadUInt64BigEndian(
        SHA256.HashData(Encoding.UTF8.GetBytes($"discount|{rule}|{(byte)window}")));
}

/// <summary>What a discount did: <paramref name="Before"/> awards with this counterparty so far.</summary>
public readonly record struct DiscountApplied(long Before, int Percent, bool Shadow);

/// <summary>
/// Why a rule asked for other amounts than it has written: bit n of <paramref name="Multipliers"/> says that the n-th
/// factor applied; the amounts follow from the immutable rule version.
/// </summary>
public readonly record struct RuleWeight(int Rule, int Multipliers, DiscountApplied? Discount);
