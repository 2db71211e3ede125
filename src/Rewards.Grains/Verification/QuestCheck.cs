using Rewards.Domain.Members;
using Rewards.Domain.Quests;

namespace Rewards.Grains.Verification;

/// <summary>Whether an event about a quest fits what was before it.</summary>
internal static class QuestCheck
{
    /// <summary>Null when it fits; <paramref name="before"/> is the state without it.</summary>
    public static string? Wrong(MemberEvent change, MemberState before) => change switch
    {
        QuestAdvanced advanced => WrongProgress(advanced, before),
        QuestCompleted { Uses: [var done, ..] } completed when before.Limits.Used(done.Key, done.CounterStart) > 0 =>
            $"it completes the quest '{completed.Quest}' again in the same window.",
        QuestUndone { Freed: [.., var ever] } undone when before.Limits.Used(ever.Key, ever.CounterStart) == 0 =>
            $"it says that the quest '{undone.Quest}' is not done any more, and it was not.",
        _ => null,
    };

    private static string? WrongProgress(QuestAdvanced advanced, MemberState before)
    {
        var progress = before.Limits.Used(advanced.Use.Key, advanced.Use.CounterStart) + advanced.Use.Amount;
        return progress == advanced.Progress && advanced.Use.Amount > 0 && progress <= advanced.Needed
            ? null
            : $"it tells of {advanced.Progress} of {advanced.Needed} in the quest '{advanced.Quest}', and its progress "
                + $"comes to {progress}.";
    }
}
