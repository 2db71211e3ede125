using NodaTime;
using Rewards.Domain.Activities;
using Rewards.Domain.Time;

namespace Rewards.Domain.Rules;

/// <summary>Tells what was used of a limit before this activity: 0 when nothing.</summary>
public delegate long LimitUsed(Limit limit, Instant counterStart);

/// <summary>
/// What one rule makes of one activity: a trace for the receipt and, where it awards, amounts and uses.
/// </summary>
public readonly record struct RuleResult(RuleTrace Trace, long[]? Granted, LimitUse[]? Uses)
{
    public bool Awards => Granted is not null;
}

/// <summary>Evaluates one rule. Pure: time, calendar and counters come in.</summary>
public static class RuleEvaluation
{
    public static RuleResult Evaluate(
        Rule rule, Activity activity, Instant at, CommunityCalendar calendar, LimitUsed used)
    {
        if (rule.If?.FailsAt(activity) is { } failed)
        {
            return Denied(new RuleTrace(rule.Ordinal, RuleOutcome.ConditionFailed, failed));
        }

        var granted = new long[rule.Gives.Count];
        for (var i = 0; i < granted.Length; i++)
        {
            granted[i] = rule.Gives[i].Amount;
        }

        var trace = new RuleTrace(rule.Ordinal, RuleOutcome.Granted);
        for (var i = 0; i < rule.Limits.Count; i++)
        {
            if (Apply(rule, i, activity, at, calendar, used, granted) is not { } cut)
            {
                continue;
            }

            if (cut.Outcome != RuleOutcome.GrantedInPart || Array.TrueForAll(granted, amount => amount == 0))
            {
                return Denied(cut.Outcome == RuleOutcome.GrantedInPart
                    ? cut with { Outcome = RuleOutcome.LimitReached } : cut);
            }

            trace = cut;
        }

        return new RuleResult(trace, granted, Uses(rule, at, calendar, granted));
    }

    /// <summary>Applies one limit to the amounts; null when it takes nothing away.</summary>
    private static RuleTrace? Apply(
        Rule rule, int index, Activity activity, Instant at, CommunityCalendar calendar, LimitUsed used, long[] granted)
    {
        var limit = rule.Limits[index];
        if (limit.Scope == LimitScope.MemberAndSubject && activity.Subject is null)
        {
            return new RuleTrace(rule.Ordinal, RuleOutcome.SubjectMissing, index);
        }

        var window = calendar.WindowAt(limit.Window, at);
        var before = used(limit, limit.Unit == LimitUnit.CoolDown ? NodaConstants.UnixEpoch : window.Start);
        return limit.Unit switch
        {
            LimitUnit.CoolDown => CoolDown(rule, index, limit, at, before),
            LimitUnit.Times => before < limit.Max
                ? null
                : new RuleTrace(rule.Ordinal, RuleOutcome.LimitReached, index, before, limit.Max, window.End),
            _ => CutAmount(rule, index, limit, window, before, granted),
        };
    }

    /// <summary>
    /// An activity told late is measured against the latest award too: counting only earlier ones would let a member
    /// pass the cool-down by telling things in the wrong order.
    /// </summary>
    private static RuleTrace? CoolDown(Rule rule, int index, Limit limit, Instant at, long lastTicks)
    {
        if (lastTicks == 0)
        {
            return null;
        }

        var last = Instant.FromUnixTimeTicks(lastTicks);
        var over = last + limit.CoolDown;
        return at >= over
            ? null
            : new RuleTrace(
                rule.Ordinal,
                RuleOutcome.CoolingDown,
                index,
                (long)(at - last).TotalSeconds,
                (long)limit.CoolDown.TotalSeconds,
                over);
    }

    private static RuleTrace? CutAmount(Rule rule, int index, Limit limit, Window window, long before, long[] granted)
    {
        for (var i = 0; i < granted.Length; i++)
        {
            if (!string.Equals(rule.Gives[i].Currency, limit.Currency, StringComparison.Ordinal))
            {
                continue;
            }

            var left = Math.Max(0, limit.Max - before);
            if (granted[i] <= left)
            {
                return null;
            }

            granted[i] = left;
            return new RuleTrace(rule.Ordinal, RuleOutcome.GrantedInPart, index, before, limit.Max, window.End);
        }

        return null;
    }

    private static LimitUse[] Uses(Rule rule, Instant at, CommunityCalendar calendar, long[] granted)
    {
        var uses = new LimitUse[rule.Limits.Count];
        for (var i = 0; i < uses.Length; i++)
        {
            var limit = rule.Limits[i];
            var window = calendar.WindowAt(limit.Window, at);
            uses[i] = limit.Unit switch
            {
                LimitUnit.CoolDown => new(limit.Key, limit.Scope, limit.Unit, at, at + limit.CoolDown, 0),
                LimitUnit.Times => new(limit.Key, limit.Scope, limit.Unit, window.Start, window.End, 1),
                _ => new(limit.Key, limit.Scope, limit.Unit, window.Start, window.End, GrantedOf(rule, limit, granted)),
            };
        }

        return uses;
    }

    private static long GrantedOf(Rule rule, Limit limit, long[] granted)
    {
        for (var i = 0; i < granted.Length; i++)
        {
            if (string.Equals(rule.Gives[i].Currency, limit.Currency, StringComparison.Ordinal))
            {
                return granted[i];
            }
        }

        return 0;
    }

    private static RuleResult Denied(RuleTrace trace) => new(trace, null, null);
}
