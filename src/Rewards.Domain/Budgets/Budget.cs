using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Rewards.Domain.Time;

namespace Rewards.Domain.Budgets;

/// <summary>
/// What all members of a community together may get of one currency by the rules that name it, in each window.
/// <paramref name="Key"/> names it on disk: it does not depend on the amount, so that raising it keeps what is spent.
/// </summary>
public sealed record Budget(string Id, ulong Key, string Currency, long Amount, WindowKind Window)
{
    /// <summary>Most budgets of one programme.</summary>
    public const int Max = 100;

    /// <summary>What goes in is fixed for ever: what was spent is found by it.</summary>
    public static ulong KeyOf(string id, string currency, WindowKind window) =>
        BinaryPrimitives.ReadUInt64BigEndian(
            SHA256.HashData(Encoding.UTF8.GetBytes($"budget|{id}|{currency}|{(byte)window}")));
}

/// <summary>What an activity may draw at most from one budget, by all rules of its type together.</summary>
public readonly record struct BudgetNeed(Budget Budget, long Most);
