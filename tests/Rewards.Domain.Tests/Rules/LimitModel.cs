using NodaTime;
using NodaTime.Calendars;
using NodaTime.TimeZones;
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

            var left = Left(limit, rule, target, at);
            if (limit.Unit == LimitUnit.Amount && granted[Index(rule, limit)] > left)
            {
                granted[Index(rule, limit)] = left;
                outcome = RuleOutcome.GrantedInPart;
            }

            if (left == 0 && (limit.Unit != LimitUnit.Amount || granted.Sum() == 0))
            {
                return LastToReset(rule, limit, target, at);
            }
        }

        return outcome;
    }

    /// <summary>Of this limit and those after it that leave nothing, the one that does so longest.</summary>
    private RuleOutcome LastToReset(Rule rule, Limit first, Target target, Instant at) => rule.Limits
        .SkipWhile(limit => limit != first)
        .Where(limit => limit == first || (target.Of(limit) is not null && Left(limit, rule, target, at) == 0
            && (limit.Unit != LimitUnit.Amount || rule.Gives.All(give => give.Currency == limit.Currency))))
        .OrderByDescending(limit => FreeAgainAt(limit, rule, target, at))
        .Select(limit => limit.Unit == LimitUnit.CoolDown ? RuleOutcome.CoolingDown : RuleOutcome.LimitReached)
        .First();

    /// <summary>What may still be awarded; during a cool-down nothing.</summary>
    private long Left(Limit limit, Rule rule, Target target, Instant at) => limit.Unit == LimitUnit.CoolDown
        ? (Last(limit, rule, target) is { } last && at < last + limit.CoolDown ? 0 : 1)
        : limit.Max - Used(limit, rule, target, at);

    private Instant? Last(Limit limit, Rule rule, Target target) =>
        Among(limit, rule, target).Select(use => (Instant?)use.At).Max();

    /// <summary>A midnight, or a day, that never was: what comes instead (Samoa had no 30 December 2011).</summary>
    private static readonly ZoneLocalMappingResolver OrWhatFollows =
        Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnStartOfIntervalAfter);

    private Instant FreeAgainAt(Limit limit, Rule rule, Target target, Instant at)
    {
        var date = at.InZone(zone).Date;
        LocalDate? next = limit.Window switch
        {
            WindowKind.Day => date.PlusDays(1),
            WindowKind.Week => date.Next(IsoDayOfWeek.Monday),
            WindowKind.Month => new LocalDate(date.Year, date.Month, 1).PlusMonths(1),
            _ => null,
        };
        return limit.Unit == LimitUnit.CoolDown ? Last(limit, rule, target)!.Value + limit.CoolDown
            : next is { } day ? zone.ResolveLocal(day.AtMidnight(), OrWhatFollows).ToInstant()
            : Instant.MaxValue;
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
