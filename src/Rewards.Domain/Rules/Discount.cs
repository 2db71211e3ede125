using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Rewards.Domain.Time;

namespace Rewards.Domain.Rules;

/// <summary>
/// Support of the same person counts less each time: <paramref name="Percents"/> for the first, second, … award of the
/// rule with that counterparty in one window; the last one holds for all further. Where the counterparty has supported
/// the member in that window, the steps of <see cref="Reciprocal"/> hold instead. In <paramref name="Shadow"/> mode it
/// counts and reports, and takes nothing away.
/// </summary>
public sealed record Discount(ulong Key, WindowKind Window, IReadOnlyList<int> Percents, bool Shadow)
{
    /// <summary>Most steps.</summary>
    public const int StepsMax = 16;

    /// <summary>What counts as a reciprocal pair, and for how much; null: pairs are not looked at.</summary>
    public ReciprocalSteps? Reciprocal { get; init; }

    /// <summary>What it makes of support of the activity's counterparty, of which there must be one.</summary>
    public DiscountApplied Assess(in ConditionInputs inputs)
    {
        var start = inputs.Calendar.WindowAt(Window, inputs.At).Start;
        var before = inputs.Counters.ValueOf(LimitScope.MemberAndCounterparty, Key, start);
        var received = Reciprocal?.ReceivedBy(inputs) ?? 0;
        var steps = received > 0 ? Reciprocal!.Percents : Percents;
        return new DiscountApplied(before, steps[(int)Math.Min(before, steps.Count - 1)], Shadow)
        {
            Received = received,
        };
    }

    /// <summary>What goes into the key is fixed for ever: counters on disk are found by it.</summary>
    public static ulong KeyOf(string rule, WindowKind window) => BinaryPrimitives.ReadUInt64BigEndian(
        SHA256.HashData(Encoding.UTF8.GetBytes($"discount|{rule}|{(byte)window}")));
}

/// <summary>What a discount did: <paramref name="Before"/> awards with this counterparty so far.</summary>
public readonly record struct DiscountApplied(long Before, int Percent, bool Shadow)
{
    /// <summary>How often the counterparty had supported the member; 0 where that is not asked or did not happen.
    /// </summary>
    public long Received { get; init; }
}

/// <summary>
/// Why a rule asked for other amounts than it has written: bit n of <paramref name="Multipliers"/> says that the n-th
/// factor applied; the amounts follow from the immutable rule version.
/// </summary>
public readonly record struct RuleWeight(int Rule, int Multipliers, DiscountApplied? Discount);
