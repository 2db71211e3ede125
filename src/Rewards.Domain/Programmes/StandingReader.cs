using Rewards.Domain.Rules;
using Rewards.Domain.Standing;

namespace Rewards.Domain.Programmes;

/// <summary>
/// Reads <c>{ member: standing, is: good }</c> (or <c>in: [good, muted]</c>), and <c>sanctions: { muted: award }</c>.
/// </summary>
internal static class StandingReader
{
    /// <summary>How standings are written, in programmes and over HTTP.</summary>
    private static readonly Dictionary<string, StandingKind> Kinds = new(StringComparer.Ordinal)
    {
        ["good"] = StandingKind.Good,
        ["muted"] = StandingKind.Muted,
        ["banned"] = StandingKind.Banned,
    };

    private static readonly Dictionary<string, bool> MutedEarn = new(StringComparer.Ordinal)
    {
        ["record"] = false,
        ["award"] = true,
    };

    public static Condition? ReadTest(DocumentMapping mapping, int ordinal)
    {
        mapping.AllowOnly("member", "is", "in");
        var (one, several) = (mapping.Find("is"), mapping.Find("in"));
        if ((one is null) == (several is null))
        {
            mapping.Complain("needs exactly one of is, in, like { member: standing, is: good }");
            return null;
        }

        var items = several is null ? [one!] : several.AsList("a list of good, muted, banned");
        if (items is { Count: 0 })
        {
            several!.Complain("is empty; allowed: one or more of good, muted, banned");
            return null;
        }

        var set = 0;
        foreach (var item in items ?? [])
        {
            if (item.AsWord(Kinds) is not { } kind)
            {
                return null;
            }

            set |= 1 << (int)kind;
        }

        return items is null ? null : new StandingTest(ordinal, set);
    }

    public static SanctionPolicy ReadPolicy(DocumentMapping root)
    {
        if (root.Find("sanctions")?.AsMapping("a mapping like { muted: award }") is not { } sanctions)
        {
            return SanctionPolicy.Default;
        }

        sanctions.AllowOnly("muted");
        var earn = sanctions.Require("muted", "record (recorded without award), award")?.AsWord(MutedEarn);
        return new SanctionPolicy(earn ?? false);
    }
}
