using Rewards.Domain.Activities;

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
        if (rule.If?.Find(trace.Decider) is not MeasuredTest test
            || new Supposition(activity, trace.Decider, DeciderHolds: true, null).Holds(rule.If) != true
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
}
