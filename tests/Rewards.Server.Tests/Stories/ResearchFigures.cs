using Rewards.Server.Tests.Running;
using static Rewards.Server.Tests.Stories.TimedCommunity;

namespace Rewards.Server.Tests.Stories;

/// <summary>Community C: the figures of its file that take days and many members.</summary>
public sealed class ResearchFigures
{
    private const string Group = "research-services";

    [Fact]
    public async Task Newcomer_ActiveOnSevenDays_BringsTheInviterAHundred()
    {
        await using var group = await OpenAsync(Group);
        var joined = await group.TellAsync(Join(group, "wu"));
        Assert.Equal(("vesting", "100", "7", "2027-01-24T08:00:00Z"), (
            joined["awards.0.status"], joined["awards.0.amount"],
            Told(joined, "brought-a-member", "vesting.activeDaysNeeded"),
            Told(joined, "brought-a-member", "vesting.until")));

        for (var day = 2; day <= 7; day++)
        {
            var newcomer = await group.MemberAsync("wu");
            Assert.Equal(($"{day - 1}", "7"), (
                newcomer["vesting.0.activeDays"], newcomer["vesting.0.activeDaysNeeded"]));
            group.Jump(TimeSpan.FromDays(1));
            await group.TellAllAsync([Introduce(group, "wu"), Introduce(group, "wu")]); // a day counts once
        }

        Assert.Equal("granted", await StatusAsync(group, "wu", joined));
        var ann = await group.UntilAsync("/members/ann", it => it["balances.points.available"] == "100");
        Assert.Equal("100", ann["balances.points.available"]);
        Assert.Equal(0, ann.Count("balances.points.expiring")); // points never expire
    }

    [Fact]
    public async Task Newcomer_WhoTakesSixtyDays_BringsNothing()
    {
        await using var group = await OpenAsync(Group);
        var joined = await group.TellAsync(Join(group, "wu"));
        for (var day = 2; day <= 6; day++)
        {
            group.Jump(TimeSpan.FromDays(1));
            await group.TellAsync(Introduce(group, "wu"));
        }

        group.JumpTo(Begin.AddDays(60));
        await group.TellAsync(Introduce(group, "wu")); // on the seventh day, a moment too late

        await group.UntilAsync($"/members/wu/activities/{joined["id"]}", it => it["current.status"] == "lapsed");
        var budget = await group.UntilAsync("/budgets", it => it["items.0.spent"] == "0");
        Assert.Equal("0", budget["items.0.spent"]); // given back
    }

    [Fact]
    public async Task Budget_OfAMonth_PaysForTwoHundredNewcomersAndTheNextWaitsForTheMonth()
    {
        await using var group = await OpenAsync(Group);

        var joined = await group.TellAllAsync(Enumerable.Range(1, 200).Select(i => Join(group, $"newcomer-{i}")));
        var next = await group.TellAsync(Join(group, "newcomer-201"));

        Assert.Equal([.. Enumerable.Repeat(100L, 200), 0], Granted([.. joined, next], "brought-a-member"));
        Assert.Equal(("budget-exhausted", "growth", "0", "2026-11-30T16:00:00Z"), (
            Told(next, "brought-a-member", "outcome"), Told(next, "brought-a-member", "budget.id"),
            Told(next, "brought-a-member", "budget.left"),
            Told(next, "brought-a-member", "budget.freeAgainAt")));
        var budget = await group.GetAsync("/budgets");
        Assert.Equal(("growth", "20000", "20000", "0"), (
            budget["items.0.id"], budget["items.0.amount"], budget["items.0.spent"], budget["items.0.left"]));

        group.JumpTo("2026-11-30T16:00:00Z");
        Assert.Equal(100, Granted(await group.TellAsync(Join(group, "newcomer-202")), "brought-a-member"));

        // A newcomer joins once, in whatever month.
        Assert.Equal("limit-reached", Told(
            await group.TellAsync(Join(group, "newcomer-1")), "brought-a-member", "outcome"));
    }

    [Fact]
    public async Task Discussions_OfThreeDaysAgo_AreTakenAndEarlierOnesAreNot()
    {
        await using var group = await OpenAsync(Group);
        var ago = group.Now.AddDays(-3);

        Assert.Equal(300, Granted(await group.TellAsync(Discuss(group, "d1", ago)), "hot-discussion"));
        (await group.Api.PostActivityAsync(Group, Discuss(group, "d2", ago.AddSeconds(-1))))
            .ExpectProblem("time-out-of-range", 422);
    }

    [Fact]
    public async Task Discussion_ThatStaffDoNotLookAtFor14Days_Lapses()
    {
        await using var group = await OpenAsync(Group);
        var discussed = await group.TellAsync(Discuss(group, "d1"));
        Assert.Equal("2026-12-09T08:00:00Z", discussed["awards.0.lapsesAt"]);

        group.JumpTo("2026-12-09T07:59:59Z");
        Assert.Equal("300", (await group.MemberAsync("wang"))["balances.points.pending"]);
        group.Jump(TimeSpan.FromSeconds(1));
        await group.UntilAsync("/members/wang", it => it["balances.points.pending"] == "0");

        Assert.Equal("lapsed", await StatusAsync(group, "wang", discussed));
        Assert.Equal(0, (await group.GetAsync("/members/wang/entitlements")).Count("items"));
    }

    [Fact]
    public async Task DownloadAndPages_AreThereForNinetyDaysFromTheApproval()
    {
        await using var group = await OpenAsync(Group);
        var discussed = await group.TellAsync(Discuss(group, "d1"));
        group.Jump(TimeSpan.FromDays(1));
        await group.OperateAsync("wang", discussed["id"], "review", """{"decision":"approve"}""");

        var list = await group.GetAsync("/members/wang/entitlements");
        Assert.Equal(("2027-02-24T16:00:00Z", "2027-02-24T16:00:00Z"), (
            list["items.0.expiresAt"], list["items.1.expiresAt"])); // 26 November and 90 days, to the end of that day

        group.JumpTo("2027-02-24T15:59:59Z");
        Assert.Equal("active", (await group.GetAsync("/members/wang/entitlements"))["items.0.status"]);
        group.Jump(TimeSpan.FromSeconds(1));
        list = await group.GetAsync("/members/wang/entitlements");
        Assert.Equal(("expired", "expired"), (list["items.0.status"], list["items.1.status"]));
        Assert.Equal("300", (await group.MemberAsync("wang"))["balances.points.available"]);
    }

    [Fact]
    public async Task Discussions_TwoAWeek_EarnAndMondayBeginsAnew()
    {
        await using var group = await OpenAsync(Group);

        var told = await group.TellAllAsync([Discuss(group, "d1"), Discuss(group, "d2"), Discuss(group, "d3")]);
        group.JumpTo("2026-11-29T16:00:00Z"); // Monday in Shanghai
        var monday = await group.TellAsync(Discuss(group, "d3"));

        Assert.Equal([300, 300, 0, 300], Granted([.. told, monday], "hot-discussion"));
        Assert.Equal("2026-11-29T16:00:00Z", Told(told[^1], "hot-discussion", "limit.freeAgainAt"));
    }

    [Theory]
    [InlineData(false, true, 3)]
    [InlineData(true, false, 3)]
    [InlineData(true, true, 2)]
    public async Task Discussion_ThatIsNotHotOrNotByStaffOrSilent_EarnsNothing(bool byStaff, bool hot, int messages)
    {
        await using var group = await OpenAsync(Group);

        Assert.Equal("condition-failed", Told(
            await group.TellAsync(Discuss(group, "d1", null, byStaff, hot, messages)), "hot-discussion", "outcome"));
    }

    /// <summary>
    /// What counts: 20 for a discussion that staff approved, 5 for a newcomer's question, 8 for the inviter.
    /// </summary>
    [Fact]
    public async Task Contribution_AndMatchReport_CompareDiscussionsQuestionsAndInvitations()
    {
        await using var group = await OpenAsync(Group);
        await group.TellAllAsync([
            Join(group, "wu"), Introduce(group, "wu"), Introduce(group, "wu", asked: false),
            Discuss(group, "d1"), Discuss(group, "d2"), Discuss(group, "d3"),
        ]);
        Assert.Equal("0", (await group.MemberAsync("wang"))["contribution"]);
        await group.OperateAsync("wang", "t4", "review", """{"decision":"approve"}""");
        await group.OperateAsync("wang", "t5", "review", """{"decision":"reject"}""");
        await group.UntilAsync("/members/ann", it => it["contribution"] == "8");
        Assert.Equal(("5", "20"), (
            (await group.MemberAsync("wu"))["contribution"], (await group.MemberAsync("wang"))["contribution"]));

        var report = await group.GetAsync("/reports/match?period=2026-11");

        // wang 300 of 300 points for 20 of 33; ann 8 and wu 5 for nothing yet.
        Assert.Equal(("3", "300", "33", "0.606061"), (
            report["members"], report["pay"], report["contribution"], report["index"]));
        Assert.Equal(("wang", "hot-discussion", "hot-discussion", "300"), (
            report["overRewarded.0.member"], report["overRewarded.0.rules.0.rule"],
            report["rules.0.rule"], report["rules.0.net"]));
        Assert.Equal(("ann", "8", "wu", "5"), (
            report["underRewarded.0.member"], report["underRewarded.0.contribution"],
            report["underRewarded.1.member"], report["underRewarded.1.contribution"]));
    }

    private static async Task<string?> StatusAsync(TimedCommunity group, string member, Answer told) =>
        (await group.GetAsync($"/members/{member}/activities/{told["id"]}"))["current.status"];

    private static string Join(TimedCommunity group, string newcomer) => group.Line(
        newcomer, "member-joined", new Dictionary<string, object> { ["invited-by"] = "ann" });

    private static string Introduce(TimedCommunity group, string newcomer, bool asked = true) => group.Line(
        newcomer, "newcomer-introduced", new Dictionary<string, object> { ["asked-question"] = asked });

    private static string Discuss(
        TimedCommunity group, string discussion, DateTimeOffset? at = null, bool byStaff = true, bool hot = true,
        int messages = 3) =>
        group.Line(
            "wang",
            "discussion-joined",
            new Dictionary<string, object>
            {
                ["opened-by-staff"] = byStaff,
                ["hot-content"] = hot,
                ["messages"] = messages,
            },
            discussion,
            at: at);
}
