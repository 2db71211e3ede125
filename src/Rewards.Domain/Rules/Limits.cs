using NodaTime;
using Rewards.Domain.Time;

namespace Rewards.Domain.Rules;

/// <summary>Applies the limits of a rule, and tells what an award uses of them.</summary>
internal static class Limits
{
    /// <summary>Applies one limit to the amounts; null when it takes nothing away.</summary>
    public static RuleTrace? Apply(Rule rule, int index, in ConditionInputs inputs, Span<long> granted)
    {
        var limit = rule.Limits[index];
        if (limit.Scope.IsKeyed() && limit.Scope.TargetOf(inputs.Activity) is null)
        {
            var missing = limit.Scope == LimitScope.MemberAndSubject
                ? RuleOutcome.SubjectMissing : RuleOutcome.CounterpartyMissing;
            return new RuleTrace(rule.Ordinal, missing, index);
        }

        var window = inputs.Calendar.WindowAt(limit.Window, inputs.At);
        var start = limit.Unit == LimitUnit.CoolDown ? NodaConstants.UnixEpoch : window.Start;
        var before = inputs.Counters.ValueOf(limit.Scope, limit.Key, start);
        return limit.Unit switch
        {
            LimitUnit.CoolDown => CoolDown(rule, index, limit, inputs.At, before),
            LimitUnit.Times => before < limit.Max
                ? null
                : new RuleTrace(rule.Ordinal, RuleOutcome.LimitReached, index, before, limit.Max, window.End),
            _ => CutAmount(rule, index, limit, window, before, granted),
        };
    }

    /// <summary>What an award uses: of each limit, and of the discount's count.</summary>
    public static LimitUse[] Uses(Rule rule, in ConditionInputs inputs, ReadOnlySpan<long> granted)
    {
        var counted = rule.Discount is { } discount && inputs.Activity.Counterparty is not null ? discount : null;
        var uses = new LimitUse[rule.Limits.Count + (counted is null ? 0 : 1)];
        for (var i = 0; i < rule.Limits.Count; i++)
        {
            var limit = rule.Limits[i];
            var window = inputs.Calendar.WindowAt(limit.Window, inputs.At);
            uses[i] = limit.Unit switch
            {
                LimitUnit.CoolDown =>
                    new(limit.Key, limit.Scope, limit.Unit, inputs.At, inputs.At + limit.CoolDown, 0),
                LimitUnit.Times => new(limit.Key, limit.Scope, limit.Unit, window.Start, window.End, 1),
                _ => new(limit.Key, limit.Scope, limit.Unit, window.Start, window.End, GrantedOf(rule, limit, granted)),
            };
        }

        if (counted is not null)
        {
            var window = inputs.Calendar.WindowAt(counted.Window, inputs.At);
            uses[^1] = new(
                counted.Key, LimitScope.MemberAndCounterparty, LimitUnit.Times, window.Start, window.End, 1);
        }

        return uses;
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

    /// <summary>What is left goes to the first of those who get that currency, then to the next.</summary>
    private static RuleTrace? CutAmount(
        Rule rule, int index, Limit limit, Window window, long before, Span<long> granted)
    {
        var left = Math.Max(0, limit.Max - before);
        var cut = false;
        for (var i = 0; i < granted.Length; i++)
        {
            if (!string.Equals(rule.Gives[i].Currency, limit.Currency, StringComparison.Ordinal))
            {
                continue;
            }

            cut |= granted[i] > left;
            granted[i] = Math.Min(granted[i], left);
            left -= granted[i];
        }

        return cut
            ? new RuleTrace(rule.Ordinal, RuleOutcome.GrantedInPart, index, before, limit.Max, window.End) : null;
    }

    private static long GrantedOf(Rule rule, Limit limit, ReadOnlySpan<long> granted)
    {
        var sum = 0L;
        for (var i = 0; i < granted.Length; i++)
        {
            if (string.Equals(rule.Gives[i].Currency, limit.Currency, StringComparison.Ordinal))
            {
                sum += granted[i];
            }
        }

        return sum;
    }
}
