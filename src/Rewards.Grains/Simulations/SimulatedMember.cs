using NodaTime;
using Rewards.Domain;
using Rewards.Domain.Activities;
using Rewards.Domain.Badges;
using Rewards.Domain.Budgets;
using Rewards.Domain.Levels;
using Rewards.Domain.Members;
using Rewards.Domain.Programmes;
using Rewards.Domain.Quests;
using Rewards.Domain.Retroactivity;
using Rewards.Domain.Rules;
using Rewards.Domain.Standing;
using Rewards.Domain.Streaks;
using Rewards.Domain.Vesting;
using Rewards.Grains.Members;
using Rewards.Journal;
using Rewards.Journal.Records;

namespace Rewards.Grains.Simulations;

/// <summary>
/// A member in the sandbox: what decisions read, and nothing that could be written. No rule reads a balance, so wallets
/// are left out; limits, counts, badges and the first record are those of the journal up to the window, and of the
/// draft in it.
/// </summary>
internal sealed class SimulatedMember(string id)
{
    private readonly MemberState state = new();
    private Dictionary<string, long>? keyed;
    private Dictionary<string, RecordedAwards>? pending;
    private SimulatedVestings? vestings;
    private SimulatedQuests? quests;

    /// <summary>What has been vesting since before the window, by id: what it is about, and with whom.</summary>
    private Dictionary<string, Activity>? vestingBefore;

    /// <summary>Takes over what happened before the window.</summary>
    public void Follow(JournalRecord record, IReadOnlyList<MemberEvent> events)
    {
        Exist(record.RecordedAt);
        foreach (var row in record.Rows)
        {
            if (row.Key.Kind == RowKind.LimitUse)
            {
                (keyed ??= new(StringComparer.Ordinal))[row.Key.Text] = new ByteReader(row.Value.Span).Signed();
            }
        }

        foreach (var change in events)
        {
            Count(change, record.RecordedAt);
        }

        if (events.Any(change => change is VestingStarted))
        {
            var activity = events.OfType<ActivityRecorded>().Single().Activity;
            (vestingBefore ??= new(StringComparer.Ordinal))[activity.Id.Value] = activity;
        }

        RememberQuests(events);
    }

    /// <summary>
    /// Decides by the draft. What was contributed is as it was measured then; the draft's levels follow from that.
    /// </summary>
    /// <exception cref="DomainException">The draft refuses the activity.</exception>
    public Decision Decide(
        Programme draft, Activity activity, Instant now, IReadOnlyList<MemberEvent> live, BudgetLeft? budgetLeft)
    {
        var decision = MemberDecider.Record(state, draft, activity, now, Used, id, budgetLeft);
        Exist(now);
        foreach (var change in decision.Events)
        {
            if (change is not AchievementEvent or BadgeEarned or StreakCounted)
            {
                Count(change, now);
            }
        }

        RememberQuests(decision.Events);
        Contribute(draft, live, now);

        foreach (var counter in decision.Counters)
        {
            (keyed ??= new(StringComparer.Ordinal))[Key(counter.Key, counter.Start, counter.Subject)] = counter.Value;
        }

        if (vestings is not null || decision.Events.Any(change => change is VestingStarted))
        {
            (vestings ??= new SimulatedVestings()).Add(activity, decision.Events);
        }

        if (HasPending(decision.Events))
        {
            var awards = decision.Events.OfType<PointsAwarded>().Where(award => award.Status == AwardStatus.Pending);
            (pending ??= new(StringComparer.Ordinal))[activity.Id.Value] = new RecordedAwards(
                activity.Id, activity.Subject, [.. awards], AwardStatus.Pending, false, [])
            {
                Counterparty = activity.Counterparty,
                Queued = [.. decision.Events.OfType<AwardsQueued>()
                    .Where(queued => queued.Status == AwardStatus.Pending)],
                Awaited = [.. decision.Events.OfType<EffectsAwaited>()],
                RulesVersion = draft.Version,
                Draws = [.. SimulatedBudgets.DrawsOf(decision.Events)
                    .Where(draw => awards.Any(award => award.Rule == draw.Rule))],
            };
        }

        return decision;
    }

    /// <summary>What the draft has pending of an activity; it is pending no more.</summary>
    public RecordedAwards? Resolve(string activity) =>
        pending is not null && pending.Remove(activity, out var awards) ? awards : null;

    /// <summary>
    /// Voids what vests by the draft and has ended by then (null: all, for a ban); answers the awards.
    /// </summary>
    public IReadOnlyList<RecordedAwards> VoidEnded(Instant? endedBy, Instant now)
    {
        if (vestings?.TakeEnded(endedBy) is not { Count: > 0 } ended)
        {
            return [];
        }

        foreach (var (rule, awards) in ended)
        {
            foreach (var use in awards.Awards[0].Uses.Where(use => use.Unit != LimitUnit.CoolDown))
            {
                if (use.Scope.IsKeyed())
                {
                    var key = Key(use.Key, use.CounterStart, awards.TargetOf(use.Scope)!);
                    keyed![key] = use.Freed(keyed[key]);
                }
            }

            LimitUse[] freed = [.. awards.Awards[0].Uses.Where(use => use.Unit != LimitUnit.CoolDown)];
            state.Apply(new VestingVoided(awards.Activity, 0, rule, VestingStatus.Lapsed, [], freed), now);
        }

        return [.. ended.Select(one => one.Awards)];
    }

    /// <summary>What was decided before the window and has vested since is voided for the draft too.</summary>
    public void Void(VestingVoided voided, Instant at)
    {
        state.Apply(voided with { Moves = [] }, at);
        var activity = vestingBefore![voided.Activity.Value];
        foreach (var use in voided.Freed.Where(use => use.Scope.IsKeyed()))
        {
            // One record may void several: whose counter it is, only the activity tells.
            var key = Key(use.Key, use.CounterStart, use.Scope.TargetOf(activity)!);
            keyed![key] = use.Freed(keyed[key]);
        }
    }

    /// <summary>Counts what the member really contributed, and moves the level by the draft's levels.</summary>
    public void Contribute(Programme draft, IReadOnlyList<MemberEvent> live, Instant now)
    {
        foreach (var change in live)
        {
            if (change is ContributionMeasured or ContributionCounted or ContributionTakenBack
                or ContributionReceived or ReceivedContributionTakenBack)
            {
                state.Apply(change, now);
            }
        }

        if (draft.Levels is null)
        {
            return;
        }

        var moved = new List<MemberEvent>(1);
        LevelDecider.DecideInto(state, draft, moved);
        moved.ForEach(change => state.Apply(change, now));
    }

    /// <summary>Gives what waited for an approval, by the draft's own awards.</summary>
    public void Approve(Programme draft, RecordedAwards awards, Instant now) =>
        Earn(ReviewDecider.Approve(state, draft, awards, "simulation", now, id).Events, now);

    /// <summary>Takes over the badges of events that were decided before the window, or in it for both.</summary>
    public void Earn(IReadOnlyList<MemberEvent> events, Instant now)
    {
        foreach (var change in events.Where(change => change is BadgeEarned))
        {
            state.Apply(change, now);
        }
    }

    /// <summary>
    /// A reversal takes back the badges that the activity earned by the draft, its progress, and what rests on that;
    /// what vests of it is taken back too, and does not lapse any more.
    /// </summary>
    public void TakeBack(ActivityId activity, Instant now)
    {
        vestings?.Forget(activity);
        state.Apply(new AwardsReversed(activity, "simulation", []), now);
        foreach (var change in quests?.TakeBack(activity) ?? [])
        {
            if (change is not BadgeTakenBack badge || state.Achievements?.HasBadge(badge.Badge) == true)
            {
                state.Apply(change, now);
            }
        }

        foreach (var held in state.Achievements?.Badges.Where(held => held.Activity == activity).ToArray() ?? [])
        {
            state.Apply(new BadgeTakenBack(held.Badge, activity), now);
        }
    }

    /// <summary>A rejection or lapse frees what the draft's awards used.</summary>
    public void Free(RecordedAwards awards, Instant now)
    {
        var decision = ReviewDecider.Reject(awards, "simulation", Used);
        var freed = decision.Events.OfType<AwardsRejected>().Single().Freed;
        state.Apply(new AwardsRejected(awards.Activity, "", [], freed), now);
        foreach (var counter in decision.Counters)
        {
            keyed![Key(counter.Key, counter.Start, counter.Subject)] = counter.Value;
        }
    }

    /// <summary>The same for awards decided before the window; the record's rows tell their subjects.</summary>
    public void Free(ActivityId activity, IReadOnlyList<LimitUse> freed, JournalRecord record)
    {
        state.Apply(new AwardsRejected(activity, "", [], freed), record.RecordedAt);
        foreach (var use in freed)
        {
            var key = SubjectCounterRows.Key(use.Key, use.CounterStart, "").Text;
            foreach (var row in record.Rows)
            {
                if (row.Key.Kind == RowKind.LimitUse && row.Key.Text.StartsWith(key, StringComparison.Ordinal)
                    && keyed is not null && keyed.TryGetValue(row.Key.Text, out var before))
                {
                    keyed[row.Key.Text] = use.Freed(before);
                }
            }
        }
    }

    /// <summary>What was granted for an earlier activity has used limits; no draft undoes it.</summary>
    public void Grant(GrantedRetroactively granted, JournalRecord record)
    {
        Count(granted, record.RecordedAt);
        foreach (var use in granted.Uses.Where(use => use.Scope.IsKeyed()))
        {
            var target = use.Scope == LimitScope.MemberAndSubject ? granted.Subject! : granted.Counterparty!;
            var key = Key(use.Key, use.CounterStart, target);
            (keyed ??= new(StringComparer.Ordinal))[key] = use.After(keyed.GetValueOrDefault(key));
        }
    }

    /// <summary>Counts that somebody else's activity supported this member.</summary>
    public void Support(string from, LimitUse use)
    {
        var key = Key(use.Key, use.CounterStart, from);
        keyed ??= new(StringComparer.Ordinal);
        keyed[key] = use.After(keyed.GetValueOrDefault(key));
    }

    /// <summary>What operators decide about the member is no rule's: it holds for the draft too.</summary>
    public void Take(StandingSet set, Instant at) => state.Apply(set, at);

    /// <summary>A record of any kind makes a member exist.</summary>
    public void Exist(Instant at)
    {
        if (state.Since is null)
        {
            state.Apply(new HistoryCounted([]), at);
        }
    }

    private void RememberQuests(IReadOnlyList<MemberEvent> events)
    {
        for (var i = 0; i < events.Count; i++)
        {
            if (SimulatedQuests.IsOf(events[i]))
            {
                (quests ??= new SimulatedQuests()).Add(events);
                return;
            }
        }
    }

    private void Count(MemberEvent change, Instant at)
    {
        switch (change)
        {
            case PointsAwarded awarded: state.Apply(new HistoryCounted(awarded.Uses), at); break;
            case HistoryCounted counted: state.Apply(counted, at); break;
            case GrantedRetroactively granted: state.Apply(new HistoryCounted(granted.Uses), at); break;
            case AchievementEvent made: state.Apply(made, at); break;
            case AwardsRejected rejected: state.Apply(rejected with { Moves = [] }, at); break;
            case AwardsLapsed lapsed: state.Apply(lapsed with { Moves = [] }, at); break;
            case AwardsReversed reversed: state.Apply(reversed with { Moves = [] }, at); break;
            case StandingSet set: Take(set, at); break;
            case QuestUndone undone: state.Apply(undone with { Moves = [] }, at); break;
            case QuestAdvanced or QuestCompleted or QuestSetBack: state.Apply(change, at); break;
            case VestingStarted or ActiveDayCounted: state.Apply(change, at); break;
            case VestingMatured matured: state.Apply(matured with { Moves = [] }, at); break;
            case VestingVoided voided: state.Apply(voided with { Moves = [] }, at); break;
        }
    }

    private static bool HasPending(IReadOnlyList<MemberEvent> events)
    {
        for (var i = 0; i < events.Count; i++)
        {
            if (events[i] is PointsAwarded { Status: AwardStatus.Pending })
            {
                return true;
            }
        }

        return false;
    }

    private long Used(ulong key, Instant start, string subject) =>
        keyed is null ? 0 : keyed.GetValueOrDefault(Key(key, start, subject));

    private static string Key(ulong key, Instant start, string subject) =>
        SubjectCounterRows.Key(key, start, subject).Text;
}
