using NodaTime;
using Rewards.Domain.Activities;
using Rewards.Domain.Budgets;
using Rewards.Domain.Contribution;
using Rewards.Domain.Programmes;
using Rewards.Domain.Quests;
using Rewards.Domain.Rules;
using Rewards.Domain.Vesting;

namespace Rewards.Domain.Members;

/// <summary>
/// One pass over the rules of an activity type: in order, groups decided where their first rule stands, what was
/// awarded and counted on the way. Taken for one decision with <see cref="Begin"/> and given back with
/// <see cref="End"/>: a decision makes nothing but its events.
/// </summary>
internal sealed class RulePass : ICounterValues
{
    [ThreadStatic]
    private static RulePass? spare;

    private readonly AmountBuffer amounts = new();
    private MemberState state = null!;
    private Programme programme = null!;
    private Activity activity = null!;
    private Instant now;
    private SubjectUsed keyed = null!;
    private string? actor;
    private List<RuleWeight>? weights;
    private List<SubjectCounter>? counters;
    private List<BudgetDraw>? draws;
    private RuleTrace[] traces = [];
    private int vesting;
    private bool stopped;

    private RulePass()
    {
    }

    public IReadOnlyList<RuleTrace> Traces => traces;

    /// <summary>What is there of budgets; null: nothing.</summary>
    public BudgetLeft? BudgetLeft { get; private set; }

    public IReadOnlyList<SubjectCounter> Counters => counters ?? (IReadOnlyList<SubjectCounter>)[];

    public static RulePass Begin(
        MemberState state, Programme programme, Activity activity, Instant now, SubjectUsed keyed, string? actor,
        BudgetLeft? budgetLeft)
    {
        var pass = spare ?? new RulePass();
        spare = null;
        pass.state = state;
        pass.programme = programme;
        pass.activity = activity;
        pass.now = now;
        pass.keyed = keyed;
        pass.actor = actor;
        pass.BudgetLeft = budgetLeft;
        pass.vesting = state.Vestings?.Count ?? 0;
        return pass;
    }

    /// <summary>Keeps nothing of the decision; one that threw is not given back.</summary>
    public void End()
    {
        amounts.Clear();
        (state, programme, activity, keyed, actor, BudgetLeft) = (null!, null!, null!, null!, null, null);
        (weights, counters, draws, traces, stopped) = (null, null, null, [], false);
        spare = this;
    }

    public long ValueOf(LimitScope scope, ulong key, Instant start) => scope.IsKeyed()
        ? keyed(key, start, scope.TargetOf(activity)!)
        : state.Limits.Used(key, start);

    /// <summary>Adds what the rules award, in order.</summary>
    public void Run(IReadOnlyList<Rule> rules, List<MemberEvent> events)
    {
        traces = rules.Count == 0 ? [] : new RuleTrace[rules.Count];
        var inputs = new ConditionInputs(activity, activity.At ?? now, programme.Calendar, state.Since, this)
        {
            Actor = actor,
            BudgetLeft = BudgetLeft is null ? null : LeftOf,
            Standing = state.Standing?.At(now) ?? default,
            Achievements = state.Achievements,
        };
        for (var i = 0; i < rules.Count; i++)
        {
            if (traces[i].Outcome != default)
            {
                continue;
            }

            if (stopped)
            {
                traces[i] = new RuleTrace(rules[i].Ordinal, RuleOutcome.StoppedByEarlierRule);
            }
            else if (rules[i].Group is null)
            {
                var result = Admitted(rules[i], RuleEvaluation.Evaluate(rules[i], inputs, amounts), events);
                Take(rules[i], i, result, events);
            }
            else
            {
                TakeBest(rules, i, inputs, events);
            }
        }

        if (programme.Quests.Count > 0)
        {
            Reward(events);
        }

        if (weights is not null)
        {
            var pairs = weights.Exists(static weight => weight.Discount is { Received: > 0 });
            events.Add(pairs ? new PairsWeighed(weights) : new AmountsWeighed(weights));
        }

        if (draws is not null)
        {
            events.Add(new BudgetsDrawn(draws));
        }

        Count(inputs, events);
        if (programme.SupportByType is not null)
        {
            TellSupport(programme.SupportByType, inputs, events);
        }

        Measure(inputs, events);
    }

    /// <summary>
    /// Gives for the quests that are done now what they promise: the same award as of any rule, told in the receipt
    /// after those that were considered.
    /// </summary>
    private void Reward(List<MemberEvent> events)
    {
        var done = QuestDecider.Completed(state, programme, activity, activity.At ?? now, events);
        foreach (var (quest, completed) in done)
        {
            var reward = quest.Reward;
            var granted = amounts.Take(reward.Gives.Count);
            for (var i = 0; i < granted.Count; i++)
            {
                granted[i] = reward.Gives[i].Amount;
            }

            var trace = new RuleTrace(reward.Ordinal, RuleOutcome.Granted);
            events.Add(completed);
            events.Add(RuleAwards.Award(programme, now, reward, new RuleResult(trace, default, granted, [], null)));
            EffectDecider.GiveInto(reward, state, programme, activity.Id, actor ?? "", now, events);
            traces = [.. traces, trace];
        }
    }

    /// <summary>Denied where the member has it already: too much that vests, or all that the rule gives.</summary>
    private RuleResult Admitted(Rule rule, in RuleResult evaluated, List<MemberEvent> events) =>
        !evaluated.Awards ? evaluated
        : rule.Vesting is not null ? Vest(rule, evaluated)
        : rule.Effects.Count > 0
            && EffectDecider.HeldOf(rule, state, programme, activity.At ?? now, events) is { } held
            ? RuleResult.Denied(new RuleTrace(rule.Ordinal, held))
        : evaluated;

    private void Take(Rule rule, int index, in RuleResult result, List<MemberEvent> events)
    {
        traces[index] = result.Trace;
        if (result.Weight is { } weight)
        {
            (weights ??= []).Add(weight);
        }

        if (result.Awards)
        {
            events.Add(RuleAwards.Award(programme, now, rule, result));
            if (rule.GivesToOthers && RuleAwards.Queue(activity, actor, rule, result) is { Lines.Count: > 0 } queued)
            {
                events.Add(queued);
            }

            if (rule.Vesting is { } terms)
            {
                vesting++;
                events.Add(RuleAwards.Start(programme, activity, now, rule, terms, result));
            }

            if (rule.Budget is { } budget && BudgetCut.AmountOf(rule, budget, result.Granted) is > 0 and var amount)
            {
                var start = programme.Calendar.WindowAt(budget.Window, activity.At ?? now).Start;
                (draws ??= []).Add(new BudgetDraw(rule.Ordinal, budget.Key, start, 0, amount));
            }

            if (rule.Effects.Count > 0)
            {
                EffectDecider.GiveInto(rule, state, programme, activity.Id, actor ?? "", now, events);
                QuestProgress.AdvanceInto(rule, state, programme.Calendar, activity.At ?? now, events);
            }

            AddCounters(result.Uses!);
            stopped = rule.Stacking == Stacking.Stop;
        }
    }

    /// <summary>
    /// Every rule of the group is evaluated by itself; the one that grants most awards (of equals the first), and the
    /// others use nothing of their limits.
    /// </summary>
    private void TakeBest(IReadOnlyList<Rule> rules, int first, in ConditionInputs inputs, List<MemberEvent> events)
    {
        var results = new RuleResult[rules.Count];
        var best = -1;
        for (var i = first; i < rules.Count; i++)
        {
            if (!string.Equals(rules[i].Group, rules[first].Group, StringComparison.Ordinal))
            {
                continue;
            }

            results[i] = Admitted(rules[i], RuleEvaluation.Evaluate(rules[i], inputs, amounts), events);
            if (results[i].Awards && (best < 0 || results[i].Granted[0] > results[best].Granted[0]))
            {
                best = i;
            }
        }

        for (var i = first; i < rules.Count; i++)
        {
            if (!string.Equals(rules[i].Group, rules[first].Group, StringComparison.Ordinal))
            {
                continue;
            }

            var result = results[i];
            if (i != best && result.Awards)
            {
                result = RuleResult.Denied(
                    new RuleTrace(
                        rules[i].Ordinal, RuleOutcome.BeatenInGroup, -1, result.Granted[0], results[best].Granted[0]),
                    result.Weight);
            }

            Take(rules[i], i, result, events);
        }
    }

    /// <summary>What the receipt says of an award that vests; denied where too many do.</summary>
    private RuleResult Vest(Rule rule, in RuleResult result)
    {
        if (vesting >= VestingTerms.OpenMax)
        {
            return RuleResult.Denied(
                new RuleTrace(
                    rule.Ordinal, RuleOutcome.VestingFull, -1, vesting, VestingTerms.OpenMax), result.Weight);
        }

        var terms = rule.Vesting!;
        return result.Trace.Outcome != RuleOutcome.Granted
            ? result
            : result with
            {
                Trace = new RuleTrace(
                    rule.Ordinal, RuleOutcome.Vesting, -1, 1, terms.ActiveDays, now + terms.Within),
            };
    }

    /// <summary>Counts the activity where a condition of the programme asks for counts of its type.</summary>
    private void Count(in ConditionInputs inputs, List<MemberEvent> events)
    {
        if (!programme.TalliesByType.TryGetValue(activity.Type, out var tallies))
        {
            return;
        }

        var uses = new List<LimitUse>(tallies.Count);
        foreach (var tally in tallies)
        {
            if (Counts(tally, inputs))
            {
                var window = inputs.Calendar.WindowAt(tally.Window, inputs.At);
                uses.Add(new LimitUse(tally.Key, tally.Scope, LimitUnit.Times, window.Start, window.End, 1));
            }
        }

        if (uses.Count > 0)
        {
            var counted = uses.ToArray();
            events.Add(new HistoryCounted(counted));
            AddCounters(counted);
        }
    }

    /// <summary>
    /// Whether support is returned is asked of the member who gave the other support, and only his own grain knows.
    /// </summary>
    private void TellSupport(
        IReadOnlyDictionary<string, IReadOnlyList<Tally>> byType, in ConditionInputs inputs, List<MemberEvent> events)
    {
        if (!byType.TryGetValue(activity.Type, out var tallies) || !Give.IsOther(activity.Counterparty, actor))
        {
            return;
        }

        var uses = new LimitUse[tallies.Count];
        for (var i = 0; i < uses.Length; i++)
        {
            var window = inputs.Calendar.WindowAt(tallies[i].Window, inputs.At);
            uses[i] = new LimitUse(
                tallies[i].Key, tallies[i].Scope, LimitUnit.Times, window.Start, window.End, 1);
        }

        events.Add(new SupportGiven(activity.Counterparty, uses));
    }

    private void Measure(in ConditionInputs inputs, List<MemberEvent> events)
    {
        if (programme.Contribution is not { } model || !model.ByType.TryGetValue(activity.Type, out var outcomes))
        {
            return;
        }

        var uses = new List<LimitUse>();
        var lines = Measuring.Measure(outcomes, inputs, uses);
        if (lines.Count > 0 || uses.Count > 0)
        {
            var counted = uses.ToArray();
            events.Add(model.Version == 0
                ? new ContributionMeasured(lines, counted)
                : new ContributionMeasuredBy(model.Version, lines, counted));
            AddCounters(counted);
        }
    }

    private bool Counts(Tally tally, in ConditionInputs inputs) => tally.Kind switch
    {
        TallyKind.Activities => true,
        TallyKind.WithCounterparty => activity.Counterparty is not null,
        _ => activity.Counterparty is not null && ValueOf(
            LimitScope.MemberAndCounterparty,
            tally.Pair!.Key,
            inputs.Calendar.WindowAt(tally.Window, inputs.At).Start) == 0,
    };

    /// <summary>What earlier rules of this pass have drawn is not there any more.</summary>
    private long LeftOf(ulong key, Instant start)
    {
        var left = BudgetLeft!(key, start);
        for (var i = 0; draws is not null && i < draws.Count; i++)
        {
            left -= draws[i].Key == key && draws[i].Start == start ? draws[i].Amount : 0;
        }

        return left;
    }

    private void AddCounters(LimitUse[] uses)
    {
        foreach (var use in uses)
        {
            if (use.Scope.IsKeyed())
            {
                var target = use.Scope.TargetOf(activity)!;
                var after = use.After(keyed(use.Key, use.CounterStart, target));
                (counters ??= []).Add(new SubjectCounter(use.Key, use.CounterStart, target, after));
            }
        }
    }
}
