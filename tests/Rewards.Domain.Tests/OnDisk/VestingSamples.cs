using NodaTime;
using Rewards.Domain.Ledger;
using Rewards.Domain.Rules;
using Rewards.Domain.Vesting;

namespace Rewards.Domain.Tests.OnDisk;

/// <summary>Samples of awards that vest.</summary>
internal static class VestingSamples
{
    private static readonly Instant EndsAt = Instant.FromUtc(2026, 5, 1, 4, 0) + Duration.FromMilliseconds(7);
    private static readonly Instant Expiry = Instant.FromUtc(2027, 3, 2, 16, 0);

    public static readonly EventSample[] All =
    [
        new("vesting-started.v1", new VestingStarted(
            new ActivityId("活动-1"), 300, 7, 200, 20_514, EndsAt,
            [new VestingAmount("stars", 300), new VestingAmount("feathers", 1)]),
            "08e6b4bbe58aa82d31ac0207c801c4c002b0ad9fd6b3aea8060205737461"
            + "7273ac0208666561746865727301"),
        new("vesting-started.v1", new VestingStarted(new ActivityId("a1"), 1, 0, 2, -1, EndsAt, []),
            "02613101000201b0ad9fd6b3aea80600"),
        new("active-day-counted.v1", new ActiveDayCounted(20_514), "c4c002"),
        new("vesting-matured.v1", new VestingMatured(new ActivityId("a1"), 3, 7,
            [new Posting("feathers", Account.Pending, Account.Available, 10, Expiry)]),
            "02613103070108666561746865727302010a01809eb7b80d"),
        new("vesting-voided.v1", new VestingVoided(new ActivityId("a1"), 3, 7, VestingStatus.Voided,
            [new Posting("stars", Account.Pending, Account.Issuance, 300)],
            [
                new LimitUse(
                    0x0123456789ABCDEF, LimitScope.MemberAndSubject, LimitUnit.Times, NodaConstants.UnixEpoch, null, 1),
            ]),
            "026131030704010573746172730210ac0200010123456789abcdef020201000001"),
    ];
}
