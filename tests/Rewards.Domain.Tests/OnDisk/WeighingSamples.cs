using NodaTime;
using Rewards.Domain.Contribution;
using Rewards.Domain.Ledger;
using Rewards.Domain.Members;
using Rewards.Domain.Retroactivity;
using Rewards.Domain.Rules;

namespace Rewards.Domain.Tests.OnDisk;

/// <summary>Samples of factors, discounts and counts of past activity.</summary>
internal static class WeighingSamples
{
    private static readonly Instant Month = Instant.FromUtc(2026, 2, 28, 16, 0);
    private static readonly Instant Next = Instant.FromUtc(2026, 3, 31, 16, 0);

    private static readonly ContributionLine[] Lines =
        [new(0, "", 1_500, false), new(199, "作者", -1_000_000_000, true)];

    public static readonly EventSample[] All =
    [
        new("amounts-weighed.v1", new AmountsWeighed(
            [
                new RuleWeight(0, 5, null),
                new RuleWeight(300, 0, new DiscountApplied(1, 50, false)),
                new RuleWeight(7, 15, new DiscountApplied(1_000, 0, true)),
            ]),
            "03000500ac0200010132070f02e80700"),
        new("history-counted.v1", new HistoryCounted(
            [
                new LimitUse(0x0123456789ABCDEF, LimitScope.Member, LimitUnit.Times, Month, Next, 1),
                new LimitUse(
                    1, LimitScope.MemberAndCounterparty, LimitUnit.Times, NodaConstants.UnixEpoch, null, 1),
            ]),
            "020123456789abcdef01020180c4989a0d0180bedf9c0d010000000000000001030201000001"),
        new("awards-queued.v1", new AwardsQueued(300, AwardStatus.Pending,
            [
                new QueuedLine(Recipient.Author, "作者", "stars", 10, 5),
                new QueuedLine(Recipient.Counterparty, "m2", "stars", 1_000_000_000_000, 1),
            ]),
            "ac0202020306e4bd9ce8808505737461727"
            + "30a0502026d3205737461727380a094a58d1d01"),
        new("award-received.v1", new AwardReceived(
            "m1", new ActivityId("a1"), 3, 7, Recipient.Inviter, "stars", 300, Next),
            "026d31026131030704057374617273ac020180bedf9c0d"),
        new("received-award-taken-back.v1", new ReceivedAwardTakenBack("m1", new ActivityId("a1"),
            [
                new Posting("stars", Account.Available, Account.Issuance, 5, Next),
            ]),
            "026d3102613101057374617273011005"
            + "0180bedf9c0d"),
        new("contribution-measured.v1", new ContributionMeasured(Lines,
            [
                new LimitUse(1, LimitScope.MemberAndCounterparty, LimitUnit.Times, NodaConstants.UnixEpoch, null, 1),
            ]),
            "020000b81700c70106e4bd9ce88085ffa7d6b90701" + "010000000000000001030201000001"),
        new("contribution-counted.v1", new ContributionCounted(new ActivityId("a1"), 300, Lines),
            "026131ac02020000b81700c70106e4bd9ce88085ffa7d6b90701"),
        new("contribution-taken-back.v1", new ContributionTakenBack(new ActivityId("a1"), 3, Lines[..1]),
            "02613103010000b81700"),
        new("contribution-measured.v2", new ContributionMeasuredBy(300, Lines[..1],
            [
                new LimitUse(1, LimitScope.MemberAndCounterparty, LimitUnit.Times, NodaConstants.UnixEpoch, null, 1),
            ]),
            "ac02" + "010000b81700" + "010000000000000001030201000001"),
        new("amounts-weighed.v2", new PairsWeighed(
            [
                new RuleWeight(0, 5, null),
                new RuleWeight(1, 0, new DiscountApplied(1, 50, false)),
                new RuleWeight(300, 0, new DiscountApplied(1, 25, false) { Received = 300 }),
                new RuleWeight(7, 15, new DiscountApplied(2, 0, true) { Received = 1 }),
            ]),
            "040005000100010132ac0200030119ac02070f04020001"),
        new("support-given.v1", new SupportGiven("作者",
            [
                new LimitUse(0x0123456789ABCDEF, LimitScope.MemberAndCounterparty, LimitUnit.Times, Month, Next, 1),
            ]),
            "06e4bd9ce88085010123456789abcdef03020180c4989a0d0180bedf9c0d01"),
        new("support-received.v1", new SupportReceived("m1", new ActivityId("a1"),
            [
                new LimitUse(
                    1, LimitScope.MemberAndCounterparty, LimitUnit.Times, NodaConstants.UnixEpoch, null, 1),
            ]),
            "026d31026131010000000000000001030201000001"),
        new("granted-retroactively.v1", new GrantedRetroactively(
            new ActivityId("a1"), 3, 300, "article-1", null,
            [
                new RetroactiveLine(7, "stars", 300, 5, Next),
                new RetroactiveLine(300, "stars", 1_000_000_000_000, 1, null),
            ],
            [
                new LimitUse(1, LimitScope.MemberAndCounterparty, LimitUnit.Times, NodaConstants.UnixEpoch, null, 1),
            ]),
            "026131" + "03" + "ac02" + "010961727469636c652d31" + "00" + "02"
            + "07057374617273ac02050180bedf9c0d" + "ac0205737461727380a094a58d1d0100"
            + "010000000000000001030201000001"),
    ];
}
