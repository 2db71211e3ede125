using NodaTime;
using Rewards.Domain.Badges;
using Rewards.Domain.Contribution;
using Rewards.Domain.Levels;
using Rewards.Domain.Streaks;

namespace Rewards.Domain.Members;

/// <summary>
/// What a member has come to, beside points: the contribution of a lifetime, the level that follows from it, badges.
/// Part of <see cref="MemberState"/>, made when the first of it is there.
/// </summary>
public sealed class Achievements
{
    private readonly List<HeldBadge> badges = [];
    private Streak[] streaks = [];

    /// <summary>
    /// All that ever counted for this member, less what was taken back, in thousandths of a point: own activities and
    /// what came in from those of others.
    /// </summary>
    public long ContributionMillis { get; private set; }

    /// <summary>The id of the level; null: none.</summary>
    public string? Level { get; private set; }

    /// <summary>In the order in which they were earned.</summary>
    public IReadOnlyList<HeldBadge> Badges => badges;

    /// <summary>In the order in which they began.</summary>
    public IReadOnlyList<Streak> Streaks => streaks;

    public static Achievements Restore(
        long contributionMillis, string? level, IEnumerable<HeldBadge> badges, Streak[]? streaks = null)
    {
        var restored = new Achievements { ContributionMillis = contributionMillis, Level = level };
        restored.badges.AddRange(badges);
        restored.streaks = streaks ?? [];
        return restored;
    }

    public bool HasBadge(string id)
    {
        foreach (var held in badges)
        {
            if (string.Equals(held.Badge, id, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// What an event adds to the member's own score: what counts at once, after approval, from others, or back. The
    /// match report counts the same lines, for the person whom they name.
    /// </summary>
    public static long MillisOf(MemberEvent change) => change switch
    {
        ContributionMeasured measured => OwnMillis(measured.Lines, awaited: false),
        ContributionCounted counted => OwnMillis(counted.Lines, awaited: true),
        ContributionTakenBack taken => OwnMillis(taken.Lines, awaited: true),
        ContributionReceived received => received.Millis,
        ReceivedContributionTakenBack taken => -taken.Millis,
        _ => 0,
    };

    internal void Apply(AchievementEvent change, Instant recordedAt)
    {
        switch (change)
        {
            case LevelChanged level: Level = level.To; break;
            case BadgeEarned earned: badges.Add(new HeldBadge(earned.Badge, earned.Activity, recordedAt)); break;
            case BadgeTakenBack taken:
                badges.RemoveAll(held => held.Badge == taken.Badge && held.Activity == taken.Activity);
                break;
            case StreakCounted counted: Count(counted); break;
            default: ContributionMillis += MillisOf(change); break;
        }
    }

    public Streak? FindStreak(string id)
    {
        foreach (var streak in streaks)
        {
            if (string.Equals(streak.Id, id, StringComparison.Ordinal))
            {
                return streak;
            }
        }

        return null;
    }

    private void Count(StreakCounted counted)
    {
        var at = Array.FindIndex(streaks, streak => streak.Id == counted.Streak);
        if (at < 0)
        {
            Streak[] kept = streaks.Length < Streak.Max
                ? streaks : [.. streaks.Where(streak => streak != streaks.MinBy(one => one.LastDay))];
            streaks = [.. kept, Streak.Empty(counted.Streak)];
            at = streaks.Length - 1;
        }

        streaks[at] = streaks[at].With(counted.Day, counted.Freezes);
    }

    private static long OwnMillis(IReadOnlyList<ContributionLine> lines, bool awaited)
    {
        var sum = 0L;
        for (var i = 0; i < lines.Count; i++)
        {
            sum += lines[i].Person.Length == 0 && (awaited || !lines[i].AfterApproval) ? lines[i].Millis : 0;
        }

        return sum;
    }
}
