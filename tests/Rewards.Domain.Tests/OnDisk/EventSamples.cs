using NodaTime;
using Rewards.Domain.Activities;
using Rewards.Domain.Communities;
using Rewards.Domain.Ledger;
using Rewards.Domain.Members;
using Rewards.Domain.Registry;
using Rewards.Domain.Rules;

namespace Rewards.Domain.Tests.OnDisk;

/// <summary>An event and its payload as it was captured when the format was fixed.</summary>
internal sealed record EventSample(string Name, object Event, string Hex);

/// <summary>
/// At least one sample of everything that can be on disk. The bytes are never changed: a journal somewhere holds them.
/// A new kind of event gets a new sample.
/// </summary>
internal static class EventSamples
{
    private static readonly Instant At = Instant.FromUtc(2026, 3, 2, 4, 5, 6) + Duration.FromMilliseconds(7);
    private static readonly Instant Midnight = Instant.FromUtc(2026, 3, 2, 16, 0);
    private static readonly Instant Expiry = Instant.FromUtc(2027, 3, 2, 16, 0);

    private static readonly LimitUse[] Uses =
    [
        new(0x0123456789ABCDEF, LimitScope.Member, LimitUnit.Amount, Midnight, Midnight + Duration.FromDays(1), 5),
        new(0xFEDCBA9876543210, LimitScope.MemberAndSubject, LimitUnit.Times, NodaConstants.UnixEpoch, null, 1),
        new(1, LimitScope.Member, LimitUnit.CoolDown, At, At + Duration.FromHours(1), 0),
    ];

    private static readonly ActivityId Activity = new("活动-1");

    public static readonly IReadOnlyList<EventSample> All =
    [
        new("activity-recorded.v1", Recorded(),
            "08e6b4bbe58aa82d31047265616401b0efb492d680a606010961727469636c652d3701026d320405626f6172640106e5"
            + "85ace5918a07636f72726563740401077175616c6974790332000080808880080573636f726502ffffffffffffffffff"
            + "010301070201000202141e0180d0ad9a0d0103080000000304001e1e0004050477a03802b0efb492d680a60605070000"
            + "0000c80106"),
        new("activity-recorded.v1", Bare(),
            "0161017800000000000300"),
        new("points-awarded.v1", Awarded(),
            "000100020866656174686572730a0501809eb7b80d057374617273010000030123456789abcdef01010180d0ad9a0d01"
            + "8096b89a0d05fedcba98765432100202010000010000000000000001010302b0efb492d680a60602b0ffd1fbf080a606"
            + "00"),
        new("points-awarded.v1", Pending(),
            "070201b0efb492d680a6060108666561746865727380a094a58d1d80a094a58d1d0000"),
        new("awards-approved.v1", new AwardsApproved(Activity, "op", [
            new Posting("feathers", Account.Pending, Account.Available, 10, Expiry)]),
            "08e6b4bbe58aa82d31026f700108666561746865727302010a01809eb7b80d"),
        new("awards-rejected.v1", new AwardsRejected(Activity, "op", [
            new Posting("feathers", Account.Pending, Account.Issuance, 10)], Uses),
            "08e6b4bbe58aa82d31026f700108666561746865727302100a00030123456789abcdef01010180d0ad9a0d018096b89a"
            + "0d05fedcba98765432100202010000010000000000000001010302b0efb492d680a60602b0ffd1fbf080a60600"),
        new("awards-lapsed.v1", new AwardsLapsed(Activity, [
            new Posting("feathers", Account.Pending, Account.Issuance, 10)], Uses[..1]),
            "08e6b4bbe58aa82d310108666561746865727302100a00010123456789abcdef01010180d0ad9a0d018096b89a0d05"),
        new("awards-reversed.v1", new AwardsReversed(Activity, "op", [
            new Posting("feathers", Account.Available, Account.Issuance, 3, Expiry),
            new Posting("feathers", Account.Shortfall, Account.Issuance, 7)]),
            "08e6b4bbe58aa82d31026f700208666561746865727301100301809eb7b80d08666561746865727314100700"),
        new("points-adjusted.v1", new PointsAdjusted("stars", -1_000_000_000_000, "op", [
            new Posting("stars", Account.Available, Account.Adjustment, 1_000_000_000_000)]),
            "057374617273ffbfa8ca9a3a026f7001057374617273011180a094a58d1d00"),
        new("points-expired.v1", new PointsExpired([
            new Posting("feathers", Account.Available, Account.Expiry, 300, Expiry)]),
            "010866656174686572730113ac0201809eb7b80d"),
        new("expiry-rescheduled.v1", new ExpiryRescheduled(), ""),
        new("points-held.v1", new PointsHeld("h1", "feathers", 20, [
            new Posting("feathers", Account.Available, Account.Held, 5, Expiry),
            new Posting("feathers", Account.Available, Account.Held, 15)]),
            "026831086665617468657273140208666561746865727301030501809eb7b80d08666561746865727301030f00"),
        new("hold-settled.v1", new HoldSettled("h1", 12, [
            new Posting("feathers", Account.Held, Account.Redemption, 12),
            new Posting("feathers", Account.Held, Account.Available, 8)]),
            "0268310c0208666561746865727303120c0008666561746865727303010800"),
        new("hold-released.v1", new HoldReleased("h1", [
            new Posting("feathers", Account.Held, Account.Available, 20, Expiry)]),
            "0268310108666561746865727303011401809eb7b80d"),
        .. WeighingSamples.All,
        .. AchievementSamples.All,
        .. StandingSamples.Withheld,
        .. VestingSamples.All,
        .. BudgetSamples.OfMembers,
        .. StandingSamples.Set,
        .. QuestSamples.All,
        new("rules-published.v1", new RulesPublished(300, new string('a', 64), "op", "春天", """{"rules":[]}"""),
            "ac0240616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161"
            + "61616161616161616161616161616161616161026f7006e698a5e5a4a90c7b2272756c6573223a5b5d7d"),
        .. CommunitySamples.All,
        .. BudgetSamples.OfAllocators,
        new("community-opened.v1", new CommunityOpened("birds", "admin"),
            "0562697264730561646d696e"),
        new("api-key-created.v1", new ApiKeyCreated(
            "k1", new byte[] { 1, 2, 255 }, ApiScope.App | ApiScope.Admin, ["birds", "fish"], "ann", At, "admin"),
            "026b31030102ff0902056269726473046669736803616e6e01b0efb492d680a6060561646d696e"),
        new("api-key-revoked.v1", new ApiKeyRevoked("k1", "admin"),
            "026b310561646d696e"),
    ];

    private static ActivityRecorded Recorded() => new(
        new Activity(Activity, "read", At, "article-7", "m2",
        [
            new Fact("board", FactValue.Of("公告")),
            new Fact("correct", FactValue.Of(true)),
            new Fact("quality", FactValue.Of(-0.50m)),
            new Fact("score", FactValue.Of(long.MinValue)),
        ]),
        new Receipt(3, ReceiptReason.RulesConsidered,
        [
            new RuleTrace(2, RuleOutcome.Granted),
            new RuleTrace(0, RuleOutcome.GrantedInPart, 1, 10, 15, Midnight),
            new RuleTrace(1, RuleOutcome.ConditionFailed, 4),
            new RuleTrace(3, RuleOutcome.LimitReached, 0, 15, 15),
            new RuleTrace(4, RuleOutcome.CoolingDown, 2, -60, 3600, At),
            new RuleTrace(5, RuleOutcome.SubjectMissing, 0),
            new RuleTrace(200, RuleOutcome.StoppedByEarlierRule),
        ]));

    private static ActivityRecorded Bare() => new(
        new Activity(new ActivityId("a"), "x", null, null, null, []),
        new Receipt(0, ReceiptReason.UnknownType, []));

    private static PointsAwarded Awarded() => new(
        0,
        AwardStatus.Granted,
        null,
        [new AwardLine("feathers", 10, 5, Expiry), new AwardLine("stars", 1, 0, null)],
        Uses);

    private static PointsAwarded Pending() =>
        new(7, AwardStatus.Pending, At, [new AwardLine("feathers", 1_000_000_000_000, 1_000_000_000_000, null)], []);
}
