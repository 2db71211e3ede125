using NodaTime;
using Rewards.Domain.Members;
using Rewards.Domain.Rules;
using Rewards.Domain.Time;

namespace Rewards.Domain.Quests;

/// <summary>Decides progress in steps of quests.</summary>
internal static class QuestProgress
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
            : Math.Clamp(step.Needed - Of(step, start, state, events), 0, effect.By);
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
            var progress = Of(step, window.Start, state, events) + by;
            events.Add(new QuestAdvanced(rule.Ordinal, quest.Id, step.Id, use, progress, step.Needed));
        }
    }

    /// <summary>Where a step stands, with what was decided so far.</summary>
    public static long Of(
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
