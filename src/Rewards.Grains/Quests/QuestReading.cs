using NodaTime;
using Rewards.Domain;
using Rewards.Domain.Badges;
using Rewards.Domain.Entitlements;
using Rewards.Domain.Members;
using Rewards.Domain.Quests;
using Rewards.Grains.InProcess;
using Rewards.Journal.Events;

namespace Rewards.Grains.Quests;

/// <summary>What became of the quests in which an activity gave progress.</summary>
/// <param name="Rounds">Those that stand as done.</param>
/// <param name="Undone">Rules of rewards that the activity earned and that were taken back since.</param>
internal sealed record QuestReading(IReadOnlyList<QuestRound> Rounds, IReadOnlyList<int> Undone)
{
    private static readonly QuestReading None = new([], []);

    public static async ValueTask<QuestReading> OfAsync(GrainStream stream, ActivityId activity, object[] events)
    {
        if (!Array.Exists(events, change => change is QuestAdvanced))
        {
            return None;
        }

        var rounds = new List<QuestRound>();
        foreach (var (quest, start) in events.OfType<QuestAdvanced>()
            .Select(made => (made.Quest, made.Use.Start)).Distinct())
        {
            var key = QuestRows.Key(quest, start);
            if (await stream.FindRowAsync(key) is { } found && QuestRows.IsDone(found.Record.Content.RowValue(key)))
            {
                rounds.Add(RoundIn(
                    [.. found.Record.Content.Events.Select(made => EventCatalogue.Read(made))], quest, start));
            }
        }

        var undone = events.OfType<QuestCompleted>().Where(made => !rounds.Exists(round =>
            round.Completed.Activity == activity && round.Completed.Rule == made.Rule));
        return new QuestReading(rounds, [.. undone.Select(made => made.Rule)]);
    }

    private static QuestRound RoundIn(object[] events, string quest, Instant start)
    {
        var completed = events.OfType<QuestCompleted>().Single(made => made.Quest == quest && made.Start == start);
        return new QuestRound(
            completed,
            events.OfType<PointsAwarded>().Single(award => award.Rule == completed.Rule),
            [.. events.OfType<BadgeEarned>().Where(made => made.Rule == completed.Rule).Select(made => made.Badge)],
            [.. events.OfType<EntitlementGranted>().Where(made => made.Rule == completed.Rule)]);
    }
}
