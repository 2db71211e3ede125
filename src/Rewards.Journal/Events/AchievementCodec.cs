using NodaTime;
using Rewards.Domain;
using Rewards.Domain.Badges;
using Rewards.Domain.Levels;
using Rewards.Domain.Members;
using Rewards.Domain.Streaks;
using Rewards.Journal.Records;

namespace Rewards.Journal.Events;

/// <summary>
/// contribution-received.v1, received-contribution-taken-back.v1, level-changed.v1, badge-earned.v1,
/// badge-taken-back.v1, streak-counted.v1
/// </summary>
internal static class AchievementCodec
{
    private const int DaysMin = -700_000;
    private const int DaysMax = 2_900_000;
    private static readonly LocalDate Origin = new(1970, 1, 1);

    public static void WriteReceived(ByteWriter writer, ContributionReceived received)
    {
        writer.Text(received.From);
        writer.Text(received.Activity.Value);
        writer.Unsigned((ulong)received.RulesVersion);
        writer.Signed(received.Millis);
    }

    public static ContributionReceived ReadReceived(ref ByteReader reader) =>
        new(reader.Text(), new ActivityId(reader.Text()), (int)reader.Unsigned(), reader.Signed());

    public static void WriteTakenBack(ByteWriter writer, ReceivedContributionTakenBack taken)
    {
        writer.Text(taken.From);
        writer.Text(taken.Activity.Value);
        writer.Signed(taken.Millis);
    }

    public static ReceivedContributionTakenBack ReadTakenBack(ref ByteReader reader) =>
        new(reader.Text(), new ActivityId(reader.Text()), reader.Signed());

    public static void WriteLevel(ByteWriter writer, LevelChanged change)
    {
        writer.OptionalText(change.From);
        writer.OptionalText(change.To);
        writer.Signed(change.Millis);
        writer.Unsigned((ulong)change.RulesVersion);
    }

    public static LevelChanged ReadLevel(ref ByteReader reader) =>
        new(reader.OptionalText(), reader.OptionalText(), reader.Signed(), (int)reader.Unsigned());

    public static void WriteBadge(ByteWriter writer, BadgeEarned earned)
    {
        writer.Text(earned.Badge);
        writer.Text(earned.Activity.Value);
        writer.Unsigned((ulong)earned.RulesVersion);
        writer.Unsigned((ulong)earned.Rule);
    }

    public static BadgeEarned ReadBadge(ref ByteReader reader) =>
        new(reader.Text(), new ActivityId(reader.Text()), (int)reader.Unsigned(), (int)reader.Unsigned());

    public static void WriteBadgeBack(ByteWriter writer, BadgeTakenBack taken)
    {
        writer.Text(taken.Badge);
        writer.Text(taken.Activity.Value);
    }

    public static BadgeTakenBack ReadBadgeBack(ref ByteReader reader) =>
        new(reader.Text(), new ActivityId(reader.Text()));

    /// <summary>The day in days since 1970.</summary>
    public static void WriteStreak(ByteWriter writer, StreakCounted counted)
    {
        writer.Text(counted.Streak);
        writer.Signed(Period.DaysBetween(Origin, counted.Day));
        writer.Unsigned((ulong)counted.Freezes);
        writer.Unsigned((ulong)counted.Length);
        writer.Unsigned((ulong)counted.Longest);
    }

    public static StreakCounted ReadStreak(ref ByteReader reader)
    {
        var (streak, days) = (reader.Text(), reader.Signed());
        return days is < DaysMin or > DaysMax
            ? throw new JournalCorruptException($"Day {days} of a streak lies outside of all times.")
            : new StreakCounted(
                streak, Origin.PlusDays((int)days), (int)reader.Unsigned(), (long)reader.Unsigned(),
                (long)reader.Unsigned());
    }
}
