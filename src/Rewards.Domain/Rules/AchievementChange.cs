using Rewards.Domain.Activities;
using Rewards.Domain.Programmes;

namespace Rewards.Domain.Rules;

/// <summary>
/// What more a member would have had to come to before, where a test of contribution, level, badge or streak decided
/// against a rule, and everything else that the rule asks held.
/// </summary>
internal static class AchievementChange
{
    private const double Other = 1;
    private const long Point = 1_000;

    public static Change? Of(Rule rule, Activity activity, in RuleTrace trace)
    {
        if (rule.If?.Find(trace.Decider) is not MeasuredTest test || !WouldHold(rule.If, trace.Decider, activity)
            || rule.Quality?.FailsAt(activity) is not null)
        {
            return null;
        }

        switch (test)
        {
            case ContributionTest contribution when Missing(contribution, trace.Used) is > 0 and var millis:
                return Make(ChangeKind.Contribution, rule, millis / Bound(contribution.Threshold), null, millis);
            case LevelTest level when trace.Threshold > 0 && level.NearestAbove(trace.Used) is { } wanted:
                return Make(
                    ChangeKind.Level, rule, trace.Threshold / Bound(wanted.AtLeastMillis), wanted.Id, trace.Threshold);
            case BadgeTest badge: return Make(ChangeKind.Badge, rule, Other, badge.Badge, 0);
            case StreakTest streak when Missing(streak, trace.Used) is > 0 and var days:
                return Make(ChangeKind.Streak, rule, days, streak.Terms.Id, days);
            default: return null;
        }
    }

    private static Change Make(ChangeKind kind, Rule rule, double size, string? name, long missing) =>
        new(rule.Ordinal, kind, null, null, size) { Name = name, Missing = missing };

    private static double Bound(long millis) => Math.Max(Point, Math.Abs(millis));

    /// <summary>How much more the value would have to be; not more than 0 where more does not help.</summary>
    private static long Missing(NumberTest test, long value) => test.Comparison switch
    {
        Comparison.AtLeast or Comparison.Is => test.Threshold - value,
        Comparison.MoreThan => test.Threshold + 1 - value,
        _ => 0,
    };

    /// <summary>
    /// Whether the condition holds once the one that decided does. What stands before it did hold; what stands after it
    /// was not looked at, and can be now where it asks for nothing but facts.
    /// </summary>
    private static bool WouldHold(Condition condition, int decider, Activity activity)
    {
        if (condition.Ordinal == decider)
        {
            return true;
        }

        switch (condition)
        {
            case AllOf all:
                var at = all.Parts.ToList().FindIndex(part => part.Find(decider) is not null);
                return at >= 0 && WouldHold(all.Parts[at], decider, activity)
                    && all.Parts.Skip(at + 1).All(part => ReadsFactsAlone(part) && part.FailsAt(activity) is null);
            case AnyOf any:
                return any.Parts.FirstOrDefault(part => part.Find(decider) is not null) is { } alternative
                    && WouldHold(alternative, decider, activity);
            default: return false;
        }
    }

    private static bool ReadsFactsAlone(Condition condition) =>
        CounterIndex.NodesOf(condition).All(node => node is FactTest or AllOf or AnyOf or Not);
}
