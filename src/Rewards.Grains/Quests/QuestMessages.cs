using NodaTime;

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
