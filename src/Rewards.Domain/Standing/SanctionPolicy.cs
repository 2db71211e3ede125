using NodaTime;
using Rewards.Domain.Members;
using Rewards.Domain.Rules;

namespace Rewards.Domain.Standing;

/// <summary>
/// What sanctions do to earning. What a banned member does is recorded and earns nothing, for anybody; whether a muted
/// one earns is <paramref name="MutedEarn"/>, and not unless a programme says so.
/// </summary>
public sealed record SanctionPolicy(bool MutedEarn)
{
    public static readonly SanctionPolicy Default = new(MutedEarn: false);

    /// <summary>The standing because of which nothing is earned now; null when things go their way.</summary>
    public StandingKind? Withholds(MemberStanding? standing, Instant now) => standing?.At(now) switch
    {
        StandingKind.Banned => StandingKind.Banned,
        StandingKind.Muted when !MutedEarn => StandingKind.Muted,
        _ => null,
    };

    /// <summary>What a receipt says of every rule then.</summary>
    public static RuleTrace[] Traces(IReadOnlyList<Rule> rules, MemberStanding standing, StandingKind kind)
    {
        var outcome = kind == StandingKind.Banned ? RuleOutcome.Banned : RuleOutcome.Muted;
        var traces = new RuleTrace[rules.Count];
        for (var i = 0; i < traces.Length; i++)
        {
            traces[i] = new RuleTrace(rules[i].Ordinal, outcome, FreeAgainAt: standing.Until);
        }

        return traces;
    }
}
