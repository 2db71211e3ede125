using NodaTime;
using Rewards.Domain;
using Rewards.Domain.Badges;
using Rewards.Domain.Members;
using Rewards.Domain.Quests;

namespace Rewards.Grains.Simulations;

/// <summary>
/// What a member's quests rest on in the sandbox: progress by activity and what is done, for reversals to take back.
/// </summary>
internal sealed class SimulatedQuests
{
    private readonly Dictionary<ActivityId, List<QuestAdvanced>> advances = [];
    private readonly Dictionary<(string Quest, Instant Start), (QuestCompleted Completed, string[] Badges)> done = [];

    public static bool IsOf(MemberEvent change) =>
        change is QuestAdvanced or QuestCompleted or QuestSetBack or QuestUndone;

    /// <summary>Takes in what was decided, or happened before the window.</summary>
    public void Add(IReadOnlyList<MemberEvent> events)
    {
        var activity = events.OfType<ActivityRecorded>().FirstOrDefault()?.Activity.Id ?? default;
        foreach (var change in events)
        {
            switch (change)
            {
                case QuestAdvanced advanced:
                    (advances.TryGetValue(activity, out var known) ? known : advances[activity] = []).Add(advanced);
                    break;
                case QuestCompleted made:
                    done[(made.Quest, made.Start)] = (made,
                        [.. events.OfType<BadgeEarned>().Where(one => one.Rule == made.Rule).Select(one => one.Badge)]);
                    break;
                case QuestUndone undone: done.Remove((undone.Quest, undone.Start)); break;
                case QuestSetBack back: advances.Remove(back.Activity); break;
            }
        }
    }

    /// <summary>What the reversal of an activity takes back.</summary>
    public IReadOnlyList<MemberEvent> TakeBack(ActivityId activity)
    {
        if (!advances.Remove(activity, out var given))
        {
            return [];
        }

        var events = new List<MemberEvent>();
        foreach (var round in given.Select(made => (made.Quest, made.Use.Start)).Distinct())
        {
            if (!done.Remove(round, out var stood))
            {
                continue;
            }

            var (completed, badges) = stood;
            events.Add(new QuestUndone(
                completed.Quest, completed.Start, completed.Activity, activity, completed.Rule, completed.Uses, []));
            events.AddRange(badges.Select(badge => new BadgeTakenBack(badge, completed.Activity)));
        }

        events.Add(new QuestSetBack(activity, [.. given.Select(made => made.Use)]));
        return events;
    }
}
