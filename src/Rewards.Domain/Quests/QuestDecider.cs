using NodaTime;
using Rewards.Domain.Activities;
using Rewards.Domain.Members;
using Rewards.Domain.Programmes;
using Rewards.Domain.Rules;
using Rewards.Domain.Time;

namespace Rewards.Domain.Quests;

/// <summary>Decides progress in quests, their completion, and what a reversal takes back of both.</summary>
internal static class QuestDecider
{
    /// <summary>
    /// How much of the progress that a rule gives still counts; 0 where the step or the quest is done.
    /// </summary>
    public static long RoomOf(
        QuestEffect effect, MemberState state, CommunityCalendar calendar, Instant at,
        IReadOnlyList<MemberEvent> events)
    {
        var (quest, step) = (effect.Quest, effect.Step);
        var start = calendar.WindowAt(quest.Window, at).Start;
        return !quest.IsOpenAt(at, calendar) || state.Limits.Used(quest.DoneKey, start) > 0
            ? 0
            : Math.Clamp(step.Needed - ProgressOf(step, start, state, events), 0, effect.By);
    }

    /// <summary>Adds the progress that an awarding rule gives.</summary>
    public static void AdvanceInto(
        Rule rule, MemberState state, CommunityCalendar calendar, Instant at, List<MemberEvent> events)
    {
        for (var i = 0; i < rule.Effects.Count; i++)
        {
            if (rule.Effects[i] is not QuestEffect { Step: var step, Quest: var quest } effect
                || RoomOf(effect, state, calendar, at, events) is not (> 0 and var by))
            {
                continue;
            }

            var window = calendar.WindowAt(quest.Window, at);
            var use = new LimitUse(
                step.Key, LimitScope.Member, LimitUnit.Amount, window.Start, window.End, by);
            var progress = ProgressOf(step, window.Start, state, events) + by;
            events.Add(new QuestAdvanced(rule.Ordinal, quest.Id, step.Id, use, progress, step.Needed));
        }
    }

    /// <summary>The quests that are done with the progress among the events; each is told before its reward.</summary>
    public static IReadOnlyList<(Quest Quest, QuestCompleted Completed)> Completed(
        MemberState state, Programme programme, Activity activity, Instant at, IReadOnlyList<MemberEvent> events)
    {
        var completed = new List<(Quest, QuestCompleted)>();
        foreach (var id in events.OfType<QuestAdvanced>().Select(made => made.Quest).Distinct().ToList())
        {
            var quest = programme.Quests[id];
            var window = programme.Calendar.WindowAt(quest.Terms.Window, at);
            if (quest.Terms.Steps.All(step => ProgressOf(step, window.Start, state, events) >= step.Needed))
            {
                var ever = Window.Lifetime;
                completed.Add((quest, new QuestCompleted(id, window.Start, activity.Id, quest.Reward.Ordinal,
                [
                    new(quest.Terms.DoneKey, LimitScope.Member, LimitUnit.Times, window.Start, window.End, 1),
                    new(quest.Terms.TotalKey, LimitScope.Member, LimitUnit.Times, ever.Start, ever.End, 1),
                ])));
            }
        }

        return completed;
    }

    /// <summary>
    /// Of a quest that was done by another activity than the one reversed: that it is not, and its badges and
    /// entitlements. The points are taken by <paramref name="moves"/>.
    /// </summary>
    public static void UndoInto(
        QuestRound round, ActivityId because, MemberState state, MoveList moves, List<MemberEvent> events)
    {
        var completed = round.Completed;
        events.Add(new QuestUndone(
            completed.Quest, completed.Start, completed.Activity, because, completed.Rule, completed.Uses,
            moves(round)));
        if (completed.Activity == because)
        {
            return;
        }

        foreach (var held in state.Achievements?.Badges ?? [])
        {
            if (held.Activity == completed.Activity && round.Badges.Contains(held.Badge))
            {
                events.Add(new Badges.BadgeTakenBack(held.Badge, held.Activity));
            }
        }

        foreach (var granted in round.Entitlements)
        {
            events.Add(new Entitlements.EntitlementTakenBack(granted.Id, granted.Activity));
        }
    }

    private static long ProgressOf(
        QuestStep step, Instant start, MemberState state, IReadOnlyList<MemberEvent> events)
    {
        var progress = state.Limits.Used(step.Key, start);
        for (var i = 0; i < events.Count; i++)
        {
            progress += events[i] is QuestAdvanced { Use: var use } && use.Key == step.Key && use.Start == start
                ? use.Amount : 0;
        }

        return progress;
    }
}

/// <summary>The postings that take a round's reward back.</summary>
internal delegate IReadOnlyList<Ledger.Posting> MoveList(QuestRound round);
