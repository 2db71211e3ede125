using NodaTime;
using Rewards.Domain.Activities;
using Rewards.Domain.Ledger;
using Rewards.Domain.Programmes;
using Rewards.Domain.Rules;

namespace Rewards.Domain.Members;

/// <summary>
/// The one place with the control flow of an activity: checks → expiry → rules in order → limits → awards → receipt.
/// Pure: it reads the state and returns events; the same inputs give the same events, always.
/// </summary>
public static class MemberDecider
{
    /// <param name="state">The member; a new one earns too.</param>
    /// <param name="programme">The community's published version.</param>
    /// <param name="activity">With all its facts, personal ones included.</param>
    /// <param name="now">Time of receipt, in whole microseconds.</param>
    /// <param name="subjectUsed">Counters per subject, fetched before.</param>
    /// <exception cref="DomainException">The activity is refused; nothing changes.</exception>
    public static Decision Record(
        MemberState state, Programme programme, Activity activity, Instant now, SubjectUsed subjectUsed)
    {
        ActivityChecks.Require(programme, activity, now);
        var rules = RulesFor(programme, activity.Type);
        var traces = new RuleTrace[rules.Count];
        var events = new List<MemberEvent>(2 + rules.Count);
        Expiry.DecideInto(state, now, events);
        var recordedIndex = events.Count;
        events.Add(null!); // Its place; the receipt is known at the end.
        List<SubjectCounter>? counters = null;
        var at = activity.At ?? now;
        var stopped = false;

        long Used(Limit limit, Instant start) => limit.Scope == LimitScope.Member
            ? state.Limits.Used(limit.Key, start)
            : subjectUsed(limit.Key, start, activity.Subject!);

        LimitUsed used = Used;
        for (var i = 0; i < rules.Count; i++)
        {
            var rule = rules[i];
            if (stopped)
            {
                traces[i] = new RuleTrace(rule.Ordinal, RuleOutcome.StoppedByEarlierRule);
                continue;
            }

            var result = RuleEvaluation.Evaluate(rule, activity, at, programme.Calendar, used);
            traces[i] = result.Trace;
            if (result.Awards)
            {
                events.Add(Award(programme, rule, result, now));
                AddCounters(result.Uses!, activity, subjectUsed, ref counters);
                stopped = rule.Stacking == Stacking.Stop;
            }
        }

        var reason = ReasonFor(programme, activity.Type, rules);
        events[recordedIndex] = new ActivityRecorded(activity, new Receipt(programme.Version, reason, traces));
        RequireRoom(state, events);
        return new Decision(events, counters ?? []);
    }

    /// <summary>Whether <see cref="Record"/> will ask for any counter per subject.</summary>
    public static bool NeedsSubjectCounters(Programme programme, Activity activity)
    {
        if (activity.Subject is null)
        {
            return false;
        }

        var rules = RulesFor(programme, activity.Type);
        for (var i = 0; i < rules.Count; i++)
        {
            for (var j = 0; j < rules[i].Limits.Count; j++)
            {
                if (rules[i].Limits[j].Scope == LimitScope.MemberAndSubject)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>The counters per subject that <see cref="Record"/> will ask for.</summary>
    public static IEnumerable<(ulong Key, Instant Start, string Subject)> SubjectCountersNeeded(
        Programme programme, Activity activity, Instant now)
    {
        if (activity.Subject is not { } subject)
        {
            yield break;
        }

        foreach (var rule in RulesFor(programme, activity.Type))
        {
            foreach (var limit in rule.Limits)
            {
                if (limit.Scope == LimitScope.MemberAndSubject)
                {
                    var start = limit.Unit == LimitUnit.CoolDown
                        ? NodaConstants.UnixEpoch
                        : programme.Calendar.WindowAt(limit.Window, activity.At ?? now).Start;
                    yield return (limit.Key, start, subject);
                }
            }
        }
    }

    private static IReadOnlyList<Rule> RulesFor(Programme programme, string type) =>
        programme.RulesByType.TryGetValue(type, out var rules) ? rules : [];

    private static ReceiptReason ReasonFor(Programme programme, string type, IReadOnlyList<Rule> rules) =>
        rules.Count > 0 ? ReceiptReason.RulesConsidered
        : programme.ActivityTypes.ContainsKey(type) ? ReceiptReason.NoRuleForType
        : ReceiptReason.UnknownType;

    private static PointsAwarded Award(Programme programme, Rule rule, RuleResult result, Instant now)
    {
        var pending = rule.Status == AwardStatus.Pending;
        var lines = new AwardLine[rule.Gives.Count];
        for (var i = 0; i < lines.Length; i++)
        {
            var give = rule.Gives[i];
            var expiry = pending ? null : programme.LotExpiry(give.Currency, now);
            lines[i] = new AwardLine(give.Currency, give.Amount, result.Granted![i], expiry);
        }

        return new PointsAwarded(
            rule.Ordinal, rule.Status, pending ? now + programme.PendingLapse : null, lines, result.Uses!);
    }

    private static void AddCounters(
        LimitUse[] uses, Activity activity, SubjectUsed used, ref List<SubjectCounter>? counters)
    {
        foreach (var use in uses)
        {
            if (use.Scope == LimitScope.MemberAndSubject)
            {
                var subject = activity.Subject!;
                var after = use.After(used(use.Key, use.CounterStart, subject));
                (counters ??= []).Add(new SubjectCounter(use.Key, use.CounterStart, subject, after));
            }
        }
    }

    /// <summary>Refuses before anything changes when a balance would leave its range.</summary>
    private static void RequireRoom(MemberState state, List<MemberEvent> events)
    {
        for (var i = 0; i < events.Count; i++)
        {
            if (events[i] is not PointsAwarded awarded)
            {
                continue;
            }

            for (var j = 0; j < awarded.Lines.Count; j++)
            {
                RequireRoom(state, events, awarded.Lines[j].Currency);
            }
        }
    }

    private static void RequireRoom(MemberState state, List<MemberEvent> events, string currency)
    {
        var wallet = state.FindWallet(currency);
        var sum = Math.Max(0, wallet?.Available ?? 0) + (wallet?.Pending ?? 0) + (wallet?.Held ?? 0);
        for (var i = 0; i < events.Count; i++)
        {
            if (events[i] is not PointsAwarded awarded)
            {
                continue;
            }

            for (var j = 0; j < awarded.Lines.Count; j++)
            {
                var line = awarded.Lines[j];
                sum = line.Currency == currency ? Amounts.Add(sum, line.Granted, currency) : sum;
            }
        }
    }
}
