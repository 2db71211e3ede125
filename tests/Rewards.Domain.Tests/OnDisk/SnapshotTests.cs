using NodaTime;
using Rewards.Domain.Badges;
using Rewards.Domain.Members;
using Rewards.Domain.Streaks;
using Rewards.Journal;
using Rewards.Journal.Snapshots;

namespace Rewards.Domain.Tests.OnDisk;

/// <summary>Snapshots of members as they were captured; one that is not known is passed over.</summary>
public sealed class SnapshotTests
{
    private const string Bare = "02018080d7f38195a70600000000";
    private const string WithAchievements =
        "02018080d7f38195a70600000001011db8170107726567756c6172010567756964650261318080d7f38195a7"
            + "06";

    private static readonly Instant At = Instant.FromUtc(2026, 3, 31, 16, 0);

    [Fact]
    public void Snapshot_OfAMemberWithoutAchievements_HasTheCapturedBytes() =>
        Assert.Equal(Bare, Written(MemberState.Restore(At, [], [], null)));

    [Fact]
    public void Snapshot_WithContributionLevelAndBadges_HasTheCapturedBytesAndReadsBack()
    {
        var achievements = Achievements.Restore(
            1_500, "regular", [new HeldBadge("guide", new ActivityId("a1"), At)]);

        Assert.Equal(WithAchievements, Written(MemberState.Restore(At, [], [], null, achievements)));
        var read = MemberSnapshot.Read(Convert.FromHexString(WithAchievements))!;
        Assert.Equal((1_500, "regular"), (read.Achievements!.ContributionMillis, read.Achievements.Level));
        Assert.Equal(new HeldBadge("guide", new ActivityId("a1"), At), Assert.Single(read.Achievements.Badges));
    }

    [Fact]
    public void Snapshot_WithStreaks_HasTheCapturedBytesAndReadsBack()
    {
        var streak = new Streak("daily", 24_313, 5, [0, 6, 0x80000000], 1, 9);
        const string hex = "02018080d7f38195a706000000020103000000021501056461696c79f2fb020503000680808080080109";

        Assert.Equal(hex, Written(MemberState.Restore(At, [], [], null, Achievements.Restore(0, null, [], [streak]))));
        var read = Assert.Single(MemberSnapshot.Read(Convert.FromHexString(hex))!.Achievements!.Streaks);
        Assert.Equal((streak.Before, streak.LastDay, streak.Longest), (read.Before, read.LastDay, read.Longest));
        Assert.Equal(streak.Months, read.Months);
    }

    [Theory]
    [InlineData("01018080d7f38195a706000000")]
    [InlineData("02018080d7f38195a706000000017f0100")]
    [InlineData("ff")]
    public void Snapshot_OfVersionOneOrWithAnUnknownSection_IsPassedOver(string hex) =>
        Assert.Null(MemberSnapshot.Read(Convert.FromHexString(hex)));

    [Fact]
    public void Snapshot_CutShort_IsCorrupt()
    {
        var bytes = Convert.FromHexString(WithAchievements);
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<JournalCorruptException>(() => MemberSnapshot.Read(bytes.AsSpan(0, length)));
        }
    }

    private static string Written(MemberState state) => Convert.ToHexStringLower(MemberSnapshot.Write(state));
}
