using NodaTime;
using Rewards.Domain.Badges;
using Rewards.Domain.Entitlements;
using Rewards.Domain.Levels;
using Rewards.Domain.Members;
using Rewards.Domain.Streaks;

namespace Rewards.Domain.Tests.OnDisk;

/// <summary>Samples of contribution that came in, levels, badges and entitlements.</summary>
internal static class AchievementSamples
{
    private static readonly Instant Next = Instant.FromUtc(2026, 3, 31, 16, 0);

    public static readonly EventSample[] All =
    [
        new("contribution-received.v1", new ContributionReceived("m1", new ActivityId("a1"), 300, -1_500),
            "026d31026131ac02b717"),
        new("received-contribution-taken-back.v1",
            new ReceivedContributionTakenBack("m1", new ActivityId("a1"), 1_000_000_000_000),
            "026d3102613180c0a8ca9a3a"),
        new("level-changed.v1", new LevelChanged(null, "熟客", 20_000, 300),
            "000106e7869fe5aea2c0b802ac02"),
        new("level-changed.v1", new LevelChanged("regular", null, -1, 1),
            "0107726567756c6172000101"),
        new("badge-earned.v1", new BadgeEarned("guide", new ActivityId("a1"), 3, 200),
            "05677569646502613103c801"),
        new("badge-taken-back.v1", new BadgeTakenBack("guide", new ActivityId("a1")),
            "056775696465026131"),
        new("effects-awaited.v1", new EffectsAwaited(300,
            [
                new AwaitedEffect(0, "guide", null),
                new AwaitedEffect(1, null, Terms(EntitlementKind.Download, "chinese-paper", 1, Period.FromDays(90))),
                new AwaitedEffect(2, null, Terms(EntitlementKind.DrawTicket, "raffle", 1_000, null)),
            ]),
            "ac020300010567756964650102020d6368696e6573652d70617065720101045039304402020306726166666c"
            + "65e80700"),
        new("entitlement-granted.v1", new EntitlementGranted(
            "00ff", new ActivityId("a1"), 3, 200, 1, EntitlementKind.Coupon, "translation-page", 2, Next),
            "043030666602613103c8010101107472616e736c6174696f6e2d70616765020180bedf9c0d"),
        new("entitlement-taken-back.v1", new EntitlementTakenBack("00ff", new ActivityId("a1")),
            "0430306666026131"),
        new("streak-counted.v1", new StreakCounted("daily", new LocalDate(2026, 4, 1), 1, 300, 1_000),
            "056461696c7980c10201ac02e807"),
    ];

    private static EntitlementTerms Terms(EntitlementKind kind, string item, int quantity, Period? validity) =>
        new(kind, item, quantity, validity, new Dictionary<string, string>());
}
