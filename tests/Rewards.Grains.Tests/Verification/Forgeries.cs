using NodaTime;
using Rewards.Domain;
using Rewards.Domain.Activities;
using Rewards.Domain.Ledger;
using Rewards.Domain.Members;
using Rewards.Domain.Quests;
using Rewards.Domain.Registry;
using Rewards.Domain.Rules;
using Rewards.Journal;
using Rewards.Journal.Snapshots;

namespace Rewards.Grains.Tests.Verification;

/// <summary>A record that no grain would make.</summary>
public sealed record Forgery(object[] Events, Row[] Rows)
{
    public Forgery(object change, params Row[] rows)
        : this([change], rows)
    {
    }

    public byte[]? Snapshot { get; init; }

    public byte[]? Side { get; init; }
}

/// <summary>Records that cannot be, each with words of the finding that it leads to.</summary>
public static class Forgeries
{
    internal static readonly Receipt Nothing = new(1, ReceiptReason.NoRuleForType, []);
    internal static readonly Receipt One = new(1, ReceiptReason.RulesConsidered, [new(0, RuleOutcome.Granted)]);
    internal static readonly Instant Past = Instant.FromUtc(2026, 1, 1, 0, 0);
    internal static readonly Instant Future = Instant.FromUtc(2027, 1, 1, 0, 0);

    internal static readonly LimitUse Use =
        new(7, LimitScope.MemberAndSubject, LimitUnit.Times, NodaConstants.UnixEpoch, null, 1);

    internal static readonly LimitUse Progress =
        new(8, LimitScope.Member, LimitUnit.Amount, NodaConstants.UnixEpoch, null, 2);

    public static TheoryData<string, Forgery> All => new()
    {
        { "moves 0 stars", new(Given(0), Request("f")) },
        { "from Available to Available", new(
            new PointsAdjusted("stars", 0, "op", [new("stars", Account.Available, Account.Available, 1)]),
            Request("f")) },
        { "adjusts by 5 stars, and its postings by 4", new(Given(4) with { Amount = 5 }, Request("f")) },
        { "of kind Request is missing", new(Given(1)) },
        { "Request 'second', which none of its events", new(Given(1), Request("f"), Request("second")) },
        { "set once", new(Given(1), Request("k")) },
        { "row Activity 'x' is missing", new(Told("x")) },
        { "Activity 'a1' is set once", new(Told("a1"), Taken("a1")) },
        { "awards points for no activity", new(Awarded(5, 5)) },
        { "6 stars are granted where 5 were asked", new([Told("x", One), Awarded(5, 6)], [Taken("x")]) },
        { "tells of 0 rules that award, and there are 1", new([Told("x"), Awarded(5, 5)], [Taken("x")]) },
        { "tells of 1 rules that award, and there are 0", new(Told("x", One), Taken("x")) },
        { "row LimitUse '0000000000000007/0/article-1' is missing", new(
            [Told("x", One), Awarded(5, 5, Use)], [Taken("x")]) },
        { "has the value 06, where its events come to 04", new(
            [Told("x", One), Awarded(5, 5, Use)], [Taken("x"), Counter(6)]) },
        { "article-1' has the value 04, where its events come to 02", new(
            [new SupportReceived("article-1", new ActivityId("x"), [Use])],
            [new(new RowKey(RowKind.ReceivedSupport, "s"), default), Counter(4)]) },
        { "row LimitUse '0000000000000007/0/bo' is missing", new(
            new SupportReceived("bo", new ActivityId("x"), [Use]), new Row(new(RowKind.ReceivedSupport, "s"), default))
        },
        { "tells of 3 of 5 in the quest 'q', and its progress comes to 2", new(
            [Told("x"), new QuestAdvanced(0, "q", "s", Progress, 3, 5)], [Taken("x")]) },
        { "row QuestRound 'q/0' is missing", new(
            new QuestCompleted("q", NodaConstants.UnixEpoch, new ActivityId("a1"), 0, [Progress])) },
        { "quest 'q' is not done any more, and it was not", new(
            new QuestUndone(
                "q", NodaConstants.UnixEpoch, new ActivityId("a1"), new ActivityId("a1"), 0, [Progress], []),
            new Row(new RowKey(RowKind.QuestRound, "q/0"), default)) },
        { "reviews activity 'a1', and nothing of it waited", new(
            new AwardsApproved(new ActivityId("a1"), "op", []), Status("a1", 1)) },
        { "10 feathers of activity 'c1' were pending, and 9 of them are moved", new(
            new AwardsApproved(new ActivityId("c1"), "op",
                [new("feathers", Account.Pending, Account.Available, 9, Future)]),
            Status("c1", 1)) },
        { "feathers has pending -1 and held 11", new(
            new PointsHeld("h", "feathers", 5, [new("feathers", Account.Pending, Account.Held, 11)]), Hold("h")) },
        { "hold 'h' is over 5 stars, and 4 are moved", new(
            new PointsHeld("h", "stars", 5, [new("stars", Account.Available, Account.Held, 4)]), Hold("h")) },
        { "ends the hold 'h', which is not open", new(
            new HoldReleased("h", [new("stars", Account.Held, Account.Available, 4)]), Hold("h")) },
        { "had not expired", new(
            new PointsExpired([new("feathers", Account.Available, Account.Expiry, 5, Future)])) },
        { "the lots of feathers sum to 5, and 3 are available", new(
            new PointsExpired([new("feathers", Account.Available, Account.Expiry, 2, Past)])) },
        { "came to 5 feathers, and 4 are taken back", new(
            new AwardsReversed(new ActivityId("a1"), "op",
                [new("feathers", Account.Shortfall, Account.Issuance, 4)]), Status("a1", 0, 1)) },
        { "reverses the activity 'z', which there is not", new(
            new AwardsReversed(new ActivityId("z"), "op", [new("stars", Account.Available, Account.Issuance, 1)]),
            Status("z", 0, 1)) },
        { "cannot be replayed", new(new CommunityOpened("birds", "op")) },
        { "from its snapshot the stream comes to another state", new([Given(1)], [Request("f")])
            { Snapshot = MemberSnapshot.Write(new MemberState()) } },
        { "receipts name version 9 of the rules; 1 is the last",
            new(Told("x", Nothing with { RulesVersion = 9 }), Taken("x")) },
        { "A side record has an unknown format", new([Given(1)], [Request("f")]) { Side = [9, 9] } },
    };

    internal static ActivityRecorded Told(string id, Receipt? receipt = null) =>
        new(new Activity(new ActivityId(id), "read", null, "article-1", null, []), receipt ?? Nothing);

    internal static PointsAwarded Awarded(long asked, long granted, params LimitUse[] uses) =>
        new(0, AwardStatus.Granted, null, [new AwardLine("stars", asked, granted, null)], uses);

    internal static PointsAdjusted Given(long amount) =>
        new("stars", amount, "op", [new("stars", Account.Adjustment, Account.Available, amount)]);

    internal static Row Request(string key) => new(new RowKey(RowKind.Request, key), default);

    internal static Row Taken(string activity) => new(new RowKey(RowKind.Activity, activity), default);

    internal static Row Hold(string hold) => new(new RowKey(RowKind.Hold, hold), default);

    internal static Row Counter(byte value) =>
        new(new RowKey(RowKind.LimitUse, "0000000000000007/0/article-1"), new[] { value });

    internal static Row Status(string activity, params byte[] value) =>
        new(new RowKey(RowKind.AwardStatus, activity), value.Length == 2 ? value : [value[0], 0]);
}
