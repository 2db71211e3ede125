using System.Text;
using NodaTime;
using Rewards.Domain;
using Rewards.Domain.Activities;
using Rewards.Domain.Communities;
using Rewards.Domain.Ledger;
using Rewards.Domain.Members;
using Rewards.Domain.Quests;
using Rewards.Domain.Registry;
using Rewards.Domain.Rules;
using Rewards.Grains.Tests.Hosting;
using Rewards.Grains.Verification;
using Rewards.Journal;
using Rewards.Journal.Snapshots;

namespace Rewards.Grains.Tests.Verification;

/// <summary>
/// Records that hold together by checksum and chain, but tell of something that cannot have happened: each is found, by
/// stream and version.
/// </summary>
public sealed class ForgedRecordTests : GrainTests<MemoryBackend>
{
    private static readonly Receipt Nothing = new(1, ReceiptReason.NoRuleForType, []);
    private static readonly Receipt One = new(1, ReceiptReason.RulesConsidered, [new(0, RuleOutcome.Granted)]);
    private static readonly Instant Past = Instant.FromUtc(2026, 1, 1, 0, 0);
    private static readonly Instant Future = Instant.FromUtc(2027, 1, 1, 0, 0);

    private static readonly LimitUse Use =
        new(7, LimitScope.MemberAndSubject, LimitUnit.Times, NodaConstants.UnixEpoch, null, 1);

    private static readonly LimitUse Progress =
        new(8, LimitScope.Member, LimitUnit.Amount, NodaConstants.UnixEpoch, null, 2);

    public static TheoryData<string, Forgery> Forgeries => new()
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
        { "awards of activity 'a1', and none of them was pending", new(
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

    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task Verify_OfAForgedRecord_FindsIt(string expected, Forgery forgery)
    {
        await Member().RecordAsync(Read("a1"));
        await Member().RecordAsync(Comment("c1"));
        await Member().AdjustAsync(new("k", "stars", 10, "start", "op"));
        await Member("m2").RecordAsync(Read("a1"));
        var forger = await new Forger(Journal, StreamId.OfMember(Community, "m1"), Now).ContinueAsync();
        if (expected.StartsWith("has the value", StringComparison.Ordinal))
        {
            await forger.AppendAsync([Told("y", One), Awarded(5, 5, Use)], [Taken("y"), Counter(2)]);
        }

        await forger.AppendAsync(forgery.Events, forgery.Rows, forgery.Snapshot, forgery.Side);
        var report = await new Verifier(Journal, new VerificationOptions()).RunAsync(null, Cancellation);

        Assert.False(report.IsSound);
        Assert.Contains(report.Findings, one => one.What.Contains(expected, StringComparison.Ordinal));
        Assert.All(report.Findings, one => Assert.NotEqual("m2", one.Stream?.Name));
    }

    [Fact]
    public async Task Verify_OfRulesThatDoNotFollow_FindsIt()
    {
        var forger = await new Forger(Journal, StreamId.OfCommunity(Community), Now).ContinueAsync();
        await forger.AppendAsync(
            new RulesPublished(3, "hash", "op", "", "{}"), new Row(new RowKey(RowKind.RulesVersion, "3"), default));

        var report = await new Verifier(Journal, new VerificationOptions()).RunAsync(null, Cancellation);

        string[] expected = ["version 3 of the rules after version 1", "do not have the hash", "cannot be read"];
        Assert.All(expected, words => Assert.Contains(
            report.Findings, one => one.ToString().StartsWith($"Community/birds/ version 2: ", StringComparison.Ordinal)
                && one.What.Contains(words, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Verify_OfSchedulesThatCannotBe_FindsThem()
    {
        var forger = await new Forger(Journal, StreamId.OfCommunity(Community), Now).ContinueAsync();
        await forger.AppendAsync(
            new RulesScheduled(2, "hash", "op", "", Now, "{}"),
            new Row(new RowKey(RowKind.RulesVersion, "2"), default));
        await forger.AppendAsync(new ScheduleCancelled(1, "op"));

        var report = await new Verifier(Journal, new VerificationOptions()).RunAsync(null, Cancellation);

        string[] expected = ["before its turn", "cancels version 1, which was not scheduled"];
        Assert.All(expected, words => Assert.Contains(
            report.Findings, one => one.What.Contains(words, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Verify_OfDueWorkThatIsLostOrAboutNothing_FindsIt()
    {
        await Member().RecordAsync(Read("a1"));
        await Member().RecordAsync(Comment("c1"));
        var due = await Journal.ReadDueAsync(Now + Duration.FromDays(365), 10, Cancellation);
        await Journal.CompleteDueAsync(due.Single(entry => entry.Key == "lapse:c1").Token, Cancellation);
        await Journal.CompleteDueAsync(due.Single(entry => entry.Key == "expiry").Token, Cancellation);
        var forger = await new Forger(Journal, StreamId.OfMember(Community, "m1"), Now).ContinueAsync();
        await forger.AppendAsync([Given(1)], [Request("f")], due: new DueItem(Future, "lapse:x"));

        var report = await new Verifier(Journal, new VerificationOptions()).RunAsync(null, Cancellation);

        Assert.Equal(
            [
                "Member/birds/m1 version 0: due work 'lapse:x' at 2027-01-01T00:00:00Z is about nothing that there is.",
                "Member/birds/m1 version 3: it waits for 'expiry' at 2026-04-01T16:00:00Z, and no due work will wake "
                    + "it.",
                "Member/birds/m1 version 3: it waits for 'lapse:c1' at 2026-03-12T04:00:00Z, and no due work will wake "
                    + "it.",
            ],
            report.Findings.Select(one => one.ToString()));
    }

    private static ActivityRecorded Told(string id, Receipt? receipt = null) =>
        new(new Activity(new ActivityId(id), "read", null, "article-1", null, []), receipt ?? Nothing);

    private static PointsAwarded Awarded(long asked, long granted, params LimitUse[] uses) =>
        new(0, AwardStatus.Granted, null, [new AwardLine("stars", asked, granted, null)], uses);

    private static PointsAdjusted Given(long amount) =>
        new("stars", amount, "op", [new("stars", Account.Adjustment, Account.Available, amount)]);

    private static Row Request(string key) => new(new RowKey(RowKind.Request, key), default);

    private static Row Taken(string activity) => new(new RowKey(RowKind.Activity, activity), default);

    private static Row Hold(string hold) => new(new RowKey(RowKind.Hold, hold), default);

    private static Row Counter(byte value) =>
        new(new RowKey(RowKind.LimitUse, "0000000000000007/0/article-1"), new[] { value });

    private static Row Status(string activity, params byte[] value) =>
        new(new RowKey(RowKind.AwardStatus, activity), value.Length == 2 ? value : [value[0], 0]);

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
}
