using NodaTime;
using Rewards.Domain;
using Rewards.Domain.Badges;
using Rewards.Domain.Members;
using Rewards.Journal.Records;

namespace Rewards.Journal.Snapshots;

/// <summary>The section of a member's snapshot with contribution, level and badges. Its form is on disk.</summary>
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
