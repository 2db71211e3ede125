using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Rewards.Domain.Time;

namespace Rewards.Domain.Rules;

/// <summary>What a tally counts. The numbers are on disk (in keys).</summary>
public enum TallyKind : byte
{
    /// <summary>The member's activities of one type.</summary>
    Activities = 1,

    /// <summary>Those with the same counterparty.</summary>
    WithCounterparty = 2,

    /// <summary>How many different counterparties they had.</summary>
    DistinctCounterparties = 3,

    /// <summary>The counterparty's activities of one type whose counterparty was the member.</summary>
    FromCounterparty = 4,
}

/// <summary>
/// A counter of past activity that a condition reads. It counts from the version on that first declares it, for every
/// activity of type <paramref name="When"/>, whether or not a rule awards it. What the counterparty did is told to the
/// member's grain by that of the counterparty, and counted there.
/// </summary>
public sealed record Tally(ulong Key, TallyKind Kind, WindowKind Window, string When)
{
    public LimitScope Scope =>
        Kind is TallyKind.WithCounterparty or TallyKind.FromCounterparty
            ? LimitScope.MemberAndCounterparty : LimitScope.Member;

    /// <summary>
    /// The tally that tells whether a counterparty is a new one; null where nothing needs to know.
    /// </summary>
    public Tally? Pair { get; private init; }

    public static Tally Of(TallyKind kind, WindowKind window, string when) =>
        new(KeyOf(kind, window, when), kind, window, when)
        {
            Pair = kind == TallyKind.DistinctCounterparties ? Of(TallyKind.WithCounterparty, window, when) : null,
        };

    /// <summary>What goes into the key is fixed for ever: counters on disk are found by it.</summary>
    private static ulong KeyOf(TallyKind kind, WindowKind window, string when) =>
        BinaryPrimitives.ReadUInt64BigEndian(
            SHA256.HashData(Encoding.UTF8.GetBytes($"tally|{(byte)kind}|{(byte)window}|{when}")));
}
