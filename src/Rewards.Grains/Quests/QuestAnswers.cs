using NodaTime;
using Rewards.Domain.Members;
using Rewards.Domain.Programmes;
using Rewards.Domain.Quests;

namespace Rewards.Grains.Quests;

/// <summary>Copies what answers show of quests.</summary>
internal static class QuestAnswers
{
    public static IReadOnlyList<QuestMade> Made(IReadOnlyList<MemberEvent> events) =>
        [.. events.OfType<QuestAdvanced>().Select(made => new QuestMade(
            made.Rule, made.Quest, made.Step, made.Use.Amount, made.Progress, made.Needed,
            events.Any(change => change is QuestCompleted completed && completed.Quest == made.Quest)))];

    /// <summary>All quests of the programme, those that were not begun too.</summary>
    public static IReadOnlyList<QuestView> Of(MemberState state, Programme programme, Instant now) =>
        [.. programme.Quests.Values.Select(quest => Of(quest.Terms, state, programme, now))];

    private static QuestView Of(QuestTerms quest, MemberState state, Programme programme, Instant now)
    {
        var window = programme.Calendar.WindowAt(quest.Window, now);
        var done = state.Limits.Used(quest.DoneKey, window.Start) > 0;
        return new QuestView(
            quest.Id,
            done,
            state.Limits.Used(quest.TotalKey, Domain.Time.Window.Lifetime.Start),
            !done && quest.IsOpenAt(now, programme.Calendar),
            window.End,
            [.. quest.Steps.Select(step => new QuestStepView(
                step.Id, state.Limits.Used(step.Key, window.Start), step.Needed))]);
    }
}
