using Rewards.Domain.Members;
using Rewards.Domain.Programmes;

namespace Rewards.Domain.Levels;

/// <summary>
/// Levels follow contribution and nothing else. Decided last in every decision that changes a score; a programme with
/// other levels reaches a member with the next activity or change of score.
/// </summary>
public static class LevelDecider
{
    /// <summary>Adds the change of level to which the events before it lead, if any.</summary>
    public static void DecideInto(MemberState state, Programme programme, List<MemberEvent> events)
    {
        if (programme.Levels is not { } ladder)
        {
            return;
        }

        var millis = state.Achievements?.ContributionMillis ?? 0;
        for (var i = 0; i < events.Count; i++)
        {
            millis += Achievements.MillisOf(events[i]);
        }

        var from = state.Achievements?.Level;
        var before = ladder.RankOf(from);
        var after = ladder.RankAt(before, millis);
        var to = ladder.At(after)?.Id;
        if (!string.Equals(from, to, StringComparison.Ordinal))
        {
            events.Add(new LevelChanged(from, to, millis, programme.Version));
        }
    }
}
