using NodaTime;
using Rewards.Domain;
using Rewards.Domain.Badges;
using Rewards.Domain.Members;
using Rewards.Domain.Streaks;
using Rewards.Journal.Records;

namespace Rewards.Journal.Snapshots;

/// <summary>The sections of a member's snapshot with contribution, level and badges, and with streaks. Their form is on
/// disk.</summary>
internal static class AchievementSections
{
    public static void Write(ByteWriter writer, Achievements achievements)
    {
        writer.Signed(achievements.ContributionMillis);
        writer.OptionalText(achievements.Level);
        writer.Unsigned((ulong)achievements.Badges.Count);
        foreach (var held in achievements.Badges)
        {
            writer.Text(held.Badge);
            writer.Text(held.Activity.Value);
            writer.Time(held.At);
        }
    }

    public static void WriteStreaks(ByteWriter writer, IReadOnlyList<Streak> streaks)
    {
        writer.Unsigned((ulong)streaks.Count);
        foreach (var streak in streaks)
        {
            writer.Text(streak.Id);
            writer.Signed(streak.FirstMonth);
            writer.Unsigned((ulong)streak.Before);
            writer.Unsigned((ulong)streak.Months.Count);
            foreach (var month in streak.Months)
            {
                writer.Unsigned(month);
            }

            writer.Unsigned((ulong)streak.Freezes);
            writer.Unsigned((ulong)streak.Longest);
        }
    }

    public static Streak[] ReadStreaks(ref ByteReader reader)
    {
        var streaks = new Streak[reader.Count()];
        for (var i = 0; i < streaks.Length; i++)
        {
            var (id, first, before) = (reader.Text(), (int)reader.Signed(), (long)reader.Unsigned());
            var months = new uint[reader.Count()];
            for (var j = 0; j < months.Length; j++)
            {
                months[j] = (uint)reader.Unsigned();
            }

            streaks[i] = new Streak(id, first, before, months, (int)reader.Unsigned(), (long)reader.Unsigned());
        }

        return streaks;
    }

    public static Achievements Read(ref ByteReader reader)
    {
        var (millis, level) = (reader.Signed(), reader.OptionalText());
        var badges = new HeldBadge[reader.Count()];
        for (var i = 0; i < badges.Length; i++)
        {
            badges[i] = new HeldBadge(reader.Text(), new ActivityId(reader.Text()), reader.Time());
        }

        return Achievements.Restore(millis, level, badges);
    }
}
