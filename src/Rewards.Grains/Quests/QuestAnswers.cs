using NodaTime;
using Rewards.Domain.Members;
using Rewards.Domain.Programmes;
using Rewards.Domain.Quests;

namespace Rewards.Grains.Quests;

/// <summary>
/// Progress that an activity gave by the rule of that ordinal: <paramref name="Progress"/> is where the step stood
/// after it, of <paramref name="Needed"/>. <paramref name="Completed"/>: with this activity the quest was done.
/// </summary>
public sealed record QuestMade(
    int Rule, string Quest, string Step, long By, long Progress, long Needed, bool Completed);

/// <summary>How far a member is in a step.</summary>
public sealed record QuestStepView(string Step, long Progress, long Needed);

/// <summary>A quest as it stands for a member in the window that runs.</summary>
/// <param name="Quest">Which quest.</param>
/// <param name="Done">Whether it is done in this window.</param>
/// <param name="TimesDone">How often it was ever done.</param>
/// <param name="Open">Whether an activity of now could give progress.</param>
/// <param name="Until">When the window ends; null: never.</param>
/// <param name="Steps">In the order of writing.</param>
public sealed record QuestView(
    string Quest, bool Done, long TimesDone, bool Open, Instant? Until, IReadOnlyList<QuestStepView> Steps);

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
