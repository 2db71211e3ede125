using NodaTime;
using Rewards.Domain.Activities;
using Rewards.Domain.Members;
using Rewards.Domain.Programmes;
using Rewards.Domain.Rules;
using Rewards.Domain.Time;

namespace Rewards.Domain.Quests;

/// <summary>Decides when a quest is done, and when it is not done any more.</summary>
internal static class QuestDecider
{
    /// <summary>The quests that are done with the progress among the events; each is told before its reward.</summary>
    public static IReadOnlyList<(Quest Quest, QuestCompleted Completed)> Completed(
        MemberState state, Programme programme, Activity activity, Instant at, IReadOnlyList<MemberEvent> events)
    {
        var completed = new List<(Quest, QuestCompleted)>();
        foreach (var id in events.OfType<QuestAdvanced>().Select(made => made.Quest).Distinct().ToList())
        {
            var quest = programme.Quests[id];
            var window = programme.Calendar.WindowAt(quest.Terms.Window, at);
            if (quest.Terms.Steps.All(step => QuestProgress.Of(step, window.Start, state, events) >= step.Needed))
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
}

/// <summary>The postings that take a round's reward back.</summary>
internal delegate IReadOnlyList<Ledger.Posting> MoveList(QuestRound round);
