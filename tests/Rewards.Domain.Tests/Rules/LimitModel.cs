using NodaTime;
using NodaTime.Calendars;
using Rewards.Domain.Activities;
using Rewards.Domain.Programmes;
using Rewards.Domain.Rules;
using Rewards.Domain.Time;

namespace Rewards.Domain.Tests.Rules;

/// <summary>What one rule made of one activity, as the model has it.</summary>
internal sealed record ModelTrace(int Rule, RuleOutcome Outcome, IReadOnlyList<long> Granted);

/// <summary>
/// Limits without windows, counters or keys: every award is remembered, and what is used is counted anew each time by
/// comparing local dates.
/// </summary>
internal sealed class LimitModel(DateTimeZone zone)
{
    private readonly List<Use> uses = [];

    private sealed record Use(string Activity, Rule Rule, Target Target, Instant At, long[] Granted, bool Freed);

    /// <summary>What an activity was about, and with whom.</summary>
    private readonly record struct Target(string? Subject, string? Counterparty)
    {
        public string? Of(Limit limit) => limit.Scope switch
        {
            LimitScope.MemberAndSubject => Subject,
            LimitScope.MemberAndCounterparty => Counterparty,
            _ => "",
        };
    }

    public IReadOnlyList<ModelTrace> Record(Programme programme, Activity activity, Instant now)
    {
        var traces = new List<ModelTrace>();
        var at = activity.At ?? now;
        var target = new Target(activity.Subject, activity.Counterparty);
        var stopped = false;
        foreach (var rule in programme.Rules.Where(rule => rule.When == activity.Type).OrderBy(rule => rule.Order))
        {
            var granted = rule.Gives.Select(give => give.Amount).ToArray();
            var outcome = stopped ? RuleOutcome.StoppedByEarlierRule : Outcome(rule, activity, target, at, granted);
            var awards = outcome is RuleOutcome.Granted or RuleOutcome.GrantedInPart;
            traces.Add(new ModelTrace(rule.Ordinal, outcome, awards ? granted : []));
            stopped |= awards && rule.Stacking == Stacking.Stop;
            if (awards)
            {
                uses.Add(new Use(activity.Id.Value, rule, target, at, granted, Freed: false));
            }
        }

        return traces;
    }

    public void Reject(string activity)
    {
        for (var i = 0; i < uses.Count; i++)
        {
            if (uses[i].Activity == activity && uses[i].Rule.Status == AwardStatus.Pending)
            {
                uses[i] = uses[i] with { Freed = true };
            }
        }
    }

    /// <summary>No window of any limit holds more than its maximum.</summary>
    public void AssertCapsHold()
    {
        foreach (var use in uses.Where(use => !use.Freed))
        {
            foreach (var limit in use.Rule.Limits.Where(limit => limit.Unit != LimitUnit.CoolDown))
            {
                Assert.InRange(Used(limit, use.Rule, use.Target, use.At), 0, limit.Max);
            }
        }
    }

    private RuleOutcome Outcome(Rule rule, Activity activity, Target target, Instant at, long[] granted)
    {
        if (rule.If is FactTest test && !(activity.FindFact(test.Fact)?.Number >= test.Operands[0].Number))
        {
            return RuleOutcome.ConditionFailed;
        }

        var outcome = RuleOutcome.Granted;
        foreach (var limit in rule.Limits)
        {
            if (target.Of(limit) is null)
            {
                return limit.Scope == LimitScope.MemberAndSubject
                    ? RuleOutcome.SubjectMissing : RuleOutcome.CounterpartyMissing;
            }

            var used = Used(limit, rule, target, at);
            if (limit.Unit == LimitUnit.CoolDown)
            {
                var last = Among(limit, rule, target).Select(use => use.At).DefaultIfEmpty().Max();
                if (last != default && at < last + limit.CoolDown)
                {
                    return RuleOutcome.CoolingDown;
                }
            }
            else if (limit.Unit == LimitUnit.Times && used >= limit.Max)
            {
                return RuleOutcome.LimitReached;
            }
            else if (limit.Unit == LimitUnit.Amount && granted[Index(rule, limit)] > limit.Max - used)
            {
                granted[Index(rule, limit)] = limit.Max - used;
                outcome = granted.Sum() == 0 ? RuleOutcome.LimitReached : RuleOutcome.GrantedInPart;
            }

            if (outcome == RuleOutcome.LimitReached)
            {
                return outcome;
            }
        }

        return outcome;
    }

    private long Used(Limit limit, Rule rule, Target target, Instant at) => Among(limit, rule, target)
        .Where(use => !use.Freed && SameWindow(limit.Window, use.At, at))
        .Sum(use => limit.Unit == LimitUnit.Amount ? use.Granted[Index(rule, limit)] : 1);

    private IEnumerable<Use> Among(Limit limit, Rule rule, Target target) => uses.Where(use =>
        use.Rule.Id == rule.Id && use.Target.Of(limit) == target.Of(limit));

    private static int Index(Rule rule, Limit limit) =>
        rule.Gives.Select(give => give.Currency).ToList().IndexOf(limit.Currency ?? "");

    private bool SameWindow(WindowKind kind, Instant x, Instant y)
    {
        var (a, b) = (x.InZone(zone).Date, y.InZone(zone).Date);
        var weeks = WeekYearRules.Iso;
        return kind switch
        {
            WindowKind.Day => a == b,
            WindowKind.Week => (weeks.GetWeekYear(a), weeks.GetWeekOfWeekYear(a))
                == (weeks.GetWeekYear(b), weeks.GetWeekOfWeekYear(b)),
            WindowKind.Month => (a.Year, a.Month) == (b.Year, b.Month),
            _ => true,
        };
    }
}
