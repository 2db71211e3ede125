using NodaTime;
using Rewards.Domain.Activities;
using Rewards.Domain.Budgets;
using Rewards.Domain.Ledger;
using Rewards.Domain.Levels;
using Rewards.Domain.Programmes;
using Rewards.Domain.Rules;
using Rewards.Domain.Standing;
using Rewards.Domain.Streaks;
using Rewards.Domain.Vesting;

namespace Rewards.Domain.Members;

/// <summary>
/// The one place with the control flow of an activity: checks → expiry → standing → rules in order → limits → awards →
/// badges → level → receipt.
/// Pure: it reads the state and returns events; the same inputs give the same events, always.
/// </summary>
public static class MemberDecider
{
    /// <summary>
    /// Most activities make no more events, however many rules are about them; the list grows where one does.
    /// </summary>
    private const int EventsMost = 4;

    /// <param name="state">The member; a new one earns too.</param>
    /// <param name="programme">The community's published version.</param>
    /// <param name="activity">With all its facts, personal ones included.</param>
    /// <param name="now">Time of receipt, in whole microseconds.</param>
    /// <param name="subjectUsed">Counters per subject, fetched before.</param>
    /// <param name="actor">The member's id, so that nobody is also paid as the other person.</param>
    /// <param name="budgetLeft">What is there of budgets; null: nothing.</param>
    /// <exception cref="DomainException">The activity is refused; nothing changes.</exception>
    public static Decision Record(
        MemberState state, Programme programme, Activity activity, Instant now, SubjectUsed subjectUsed,
        string? actor = null, BudgetLeft? budgetLeft = null)
    {
        ActivityChecks.Require(programme, activity, now);
        var rules = RulesFor(programme, activity.Type);
        var events = new List<MemberEvent>(Math.Min(EventsMost, 2 + rules.Count));
        Expiry.DecideInto(state, now, events);
        var reason = ReasonFor(programme, activity.Type, rules);
        if (programme.Sanctions.Withholds(state.Standing, now) is { } kind)
        {
            var traces = SanctionPolicy.Traces(rules, state.Standing!, kind);
            events.Add(new ActivityRecorded(activity, new Receipt(programme.Version, reason, traces)));
            return new Decision(events, []);
        }

        var recordedIndex = events.Count;
        events.Add(null!); // Its place; the receipt is known at the end.
        var pass = RulePass.Begin(state, programme, activity, now, subjectUsed, actor, budgetLeft);
        pass.Run(rules, events);
        if (state.Vestings is not null)
        {
            VestingDecider.CountInto(state, programme, activity, now, events);
        }

        StreakDecider.CountInto(state, programme, activity, now, events);
        LevelDecider.DecideInto(state, programme, events);
        events[recordedIndex] = new ActivityRecorded(activity, new Receipt(programme.Version, reason, pass.Traces));
        RequireRoom(state, events);
        var decision = new Decision(events, pass.Counters);
        pass.End();
        return decision;
    }

    /// <summary>Whether <see cref="Record"/> will ask for any counter per subject or counterparty.</summary>
    public static bool NeedsSubjectCounters(Programme programme, Activity activity)
    {
        if ((activity.Subject ?? activity.Counterparty) is null
            || !programme.KeyedByType.TryGetValue(activity.Type, out var needed))
        {
            return false;
        }

        for (var i = 0; i < needed.Count; i++)
        {
            if (needed[i].Scope.TargetOf(activity) is not null)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The counters per subject or counterparty that <see cref="Record"/> will ask for.</summary>
    public static IEnumerable<(ulong Key, Instant Start, string Subject)> SubjectCountersNeeded(
        Programme programme, Activity activity, Instant now)
    {
        foreach (var counter in programme.KeyedByType.GetValueOrDefault(activity.Type) ?? [])
        {
            if (counter.Scope.TargetOf(activity) is { } target)
            {
                var start = counter.ForEver
                    ? NodaConstants.UnixEpoch
                    : programme.Calendar.WindowAt(counter.Window, activity.At ?? now).Start;
                yield return (counter.Key, start, target);
            }
        }
    }

    private static IReadOnlyList<Rule> RulesFor(Programme programme, string type) =>
        programme.RulesByType.TryGetValue(type, out var rules) ? rules : [];

    private static ReceiptReason ReasonFor(Programme programme, string type, IReadOnlyList<Rule> rules) =>
        rules.Count > 0 ? ReceiptReason.RulesConsidered
        : programme.ActivityTypes.ContainsKey(type) ? ReceiptReason.NoRuleForType
        : ReceiptReason.UnknownType;

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
