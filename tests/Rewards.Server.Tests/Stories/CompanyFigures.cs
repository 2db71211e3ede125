using Rewards.Server.Tests.Running;
using static Rewards.Server.Tests.Stories.TimedCommunity;

namespace Rewards.Server.Tests.Stories;

/// <summary>Community B: the figures of its file that take hours, days and weeks. It begins on a Monday.</summary>
public sealed class CompanyFigures
{
    private static readonly DateTimeOffset Monday = new(2026, 11, 30, 1, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task HowTos_TwoADayAndSixtyAWeek_EarnAndTheThirdIsAPostLikeAnyOther()
    {
        await using var company = await OpenAsync("company-lantern", Monday);

        var monday = await company.TellAllAsync([HowTo(company), HowTo(company), HowTo(company)]);
        Assert.Equal([10, 10, 0], Granted(monday, "how-to"));
        Assert.Equal([0, 0, 5], Granted(monday, "post"));
        Assert.Equal(("limit-reached", "day", "2"), (
            Told(monday[2], "how-to", "outcome"), Told(monday[2], "how-to", "limit.within"),
            Told(monday[2], "how-to", "limit.maximum")));

        for (var day = 2; day <= 3; day++)
        {
            company.Jump(TimeSpan.FromDays(1));
            var two = await company.TellAllAsync([HowTo(company), HowTo(company)]);
            Assert.Equal([10, 10], Granted(two, "how-to"));
        }

        company.Jump(TimeSpan.FromDays(1));
        var thursday = await company.TellAsync(HowTo(company));
        Assert.Equal(("limit-reached", "week", "amount", "60", "60", "2026-12-06T16:00:00Z"), (
            Told(thursday, "how-to", "outcome"), Told(thursday, "how-to", "limit.within"),
            Told(thursday, "how-to", "limit.unit"), Told(thursday, "how-to", "limit.used"),
            Told(thursday, "how-to", "limit.maximum"), Told(thursday, "how-to", "limit.freeAgainAt")));
        company.JumpTo("2026-12-06T16:00:00Z");
        Assert.Equal(10, Granted(await company.TellAsync(HowTo(company)), "how-to"));
    }

    [Fact]
    public async Task Posts_FifteenADay_EarnWithFiveMinutesBetween()
    {
        await using var company = await OpenAsync("company-lantern", Monday);
        var first = await company.TellAsync(Post(company));
        company.Jump(TimeSpan.FromSeconds(299));
        var tooSoon = await company.TellAsync(Post(company));
        company.Jump(TimeSpan.FromSeconds(1));
        var second = await company.TellAsync(Post(company));
        company.Jump(TimeSpan.FromMinutes(5));
        var third = await company.TellAsync(Post(company));
        company.Jump(TimeSpan.FromMinutes(5));
        var fourth = await company.TellAsync(Post(company));

        Assert.Equal([5, 0, 5, 5, 0], Granted([first, tooSoon, second, third, fourth], "post"));
        Assert.Equal(("cooling-down", "limit-reached", "15"), (
            Told(tooSoon, "post", "outcome"), Told(fourth, "post", "outcome"), Told(fourth, "post", "limit.maximum")));
        company.JumpTo("2026-11-30T16:00:00Z");
        Assert.Equal(5, Granted(await company.TellAsync(Post(company)), "post"));
    }

    [Fact]
    public async Task Help_FifteenADay_EarnsOncePerPost()
    {
        await using var company = await OpenAsync("company-lantern", Monday);

        var told = await company.TellAllAsync(Enumerable.Range(1, 7)
            .Select(i => Comment(company, $"post-{Math.Max(1, i - 1)}", "newcomer-help"))); // twice on the first

        Assert.Equal([3, 0, 3, 3, 3, 3, 0], Granted(told, "newcomer-help"));
        Assert.Equal(("lifetime", "1", "day", "15"), (
            Told(told[1], "newcomer-help", "limit.within"), Told(told[1], "newcomer-help", "limit.maximum"),
            Told(told[6], "newcomer-help", "limit.within"), Told(told[6], "newcomer-help", "limit.maximum")));
        company.Jump(TimeSpan.FromDays(1));
        var next = await company.TellAllAsync([
            Comment(company, "post-1", "newcomer-help"), Comment(company, "post-6", "newcomer-help"),
        ]);
        Assert.Equal([0, 3], Granted(next, "newcomer-help"));
    }

    [Fact]
    public async Task Comments_TwentyADay_EarnThreeOnAPostWithAMinuteBetween()
    {
        await using var company = await OpenAsync("company-lantern", Monday);
        var onOne = new List<Answer> { await company.TellAsync(Comment(company, "post-1")) };
        foreach (var seconds in (int[])[59, 1, 60, 60])
        {
            company.Jump(TimeSpan.FromSeconds(seconds));
            onOne.Add(await company.TellAsync(Comment(company, "post-1")));
        }

        Assert.Equal([2, 0, 2, 2, 0], Granted(onOne, "comment"));
        Assert.Equal(("cooling-down", "60", "limit-reached", "3"), (
            Told(onOne[1], "comment", "outcome"), Told(onOne[1], "comment", "limit.secondsRequired"),
            Told(onOne[4], "comment", "outcome"), Told(onOne[4], "comment", "limit.maximum")));

        // Another post has its own minute and its own three.
        var others = await company.TellAllAsync(
            Enumerable.Range(2, 8).Select(post => Comment(company, $"post-{post}")));
        Assert.Equal([2, 2, 2, 2, 2, 2, 2, 0], Granted(others, "comment"));
        Assert.Equal(("day", "20", "20"), (
            Told(others[^1], "comment", "limit.within"), Told(others[^1], "comment", "limit.used"),
            Told(others[^1], "comment", "limit.maximum")));
    }

    [Fact]
    public async Task Likes_OfTheSamePerson_BringFourTwoOneAndNothingInAWeek()
    {
        await using var company = await OpenAsync("company-lantern", Monday);

        var week = await company.TellAllAsync(Enumerable.Range(1, 4).Select(post => Like(company, post)));
        Assert.Equal([4, 2, 1, 0], Granted(week, "liked"));
        Assert.Equal(("discounted-to-nothing", "3", "0", "2026-12-06T16:00:00Z"), (
            Told(week[3], "liked", "outcome"), Told(week[3], "liked", "discount.before"),
            Told(week[3], "liked", "discount.percent"), Told(week[3], "liked", "discount.fullAgainAt")));
        await company.UntilAsync("/members/wu", it => it["balances.stars.available"] == "7");

        // Another person counts in full; the same post never twice.
        var another = await company.TellAllAsync([Like(company, 5, "yu"), Like(company, 5, "yu")]);
        Assert.Equal([4, 0], Granted(another, "liked"));
        company.JumpTo("2026-12-06T16:00:00Z");
        var nextWeek = await company.TellAllAsync([Like(company, 6), Like(company, 1)]);
        Assert.Equal([4, 0], Granted(nextWeek, "liked"));
        Assert.Equal([1, 0], Granted(nextWeek, "like"));
    }

    [Fact]
    public async Task Likes_ReturnedThreeTimes_WouldBeWorthFullHalfAndNothing()
    {
        await using var company = await OpenAsync("company-lantern", Monday);
        await company.TellAsync(Like(company, 1));
        await company.UntilAsync("/members/wu", it => it["balances.stars.available"] == "4");

        var back = await company.TellAllAsync(
            Enumerable.Range(11, 3).Select(post => Like(company, post, "chen", "wu")));

        Assert.Equal(
            ["100", "50", "0"], back.Select(answer => Told(answer, "like", "discount.percent")));
        Assert.Equal([1, 1, 1], Granted(back, "like")); // in shadow: paid all the same
    }

    [Fact]
    public async Task CommentsAndLikes_OfOnesOwnPost_EarnNothing()
    {
        await using var company = await OpenAsync("company-lantern", Monday);

        var own = new Dictionary<string, object> { ["board-kind"] = "newcomer-help", ["own-post"] = true };
        var told = await company.TellAllAsync([
            company.Line("chen", "comment-posted", own, "post-1"),
            company.Line("chen", "like-given", own, "post-1", "chen"),
        ]);

        Assert.All(told, answer => Assert.Equal(0, answer.Count("awards")));
    }

    [Fact]
    public async Task Stars_LiveAYear()
    {
        await using var company = await OpenAsync("company-lantern", Monday);
        await company.TellAsync(HowTo(company));

        Assert.Equal(
            ("10", "2027-11-30T16:00:00Z"),
            ((await company.MemberAsync("chen"))["balances.stars.expiring.0.amount"],
                (await company.MemberAsync("chen"))["balances.stars.expiring.0.at"]));
        company.JumpTo("2027-11-30T15:59:59Z");
        Assert.Equal("10", (await company.MemberAsync("chen"))["balances.stars.available"]);
        company.Jump(TimeSpan.FromSeconds(1));
        await company.UntilAsync("/members/chen", it => it["balances.stars.available"] == "0");
    }

    private static string HowTo(TimedCommunity company) => Post(company, "how-to");

    private static string Post(TimedCommunity company, string board = "club") => company.Line(
        "chen", "post-published", new Dictionary<string, object> { ["board-kind"] = board }, "board-1");

    private static string Comment(TimedCommunity company, string post, string board = "club") => company.Line(
        "chen",
        "comment-posted",
        new Dictionary<string, object> { ["board-kind"] = board, ["own-post"] = false },
        post);

    private static string Like(TimedCommunity company, int post, string author = "wu", string by = "chen") =>
        company.Line(
            by, "like-given", new Dictionary<string, object> { ["own-post"] = false }, $"post-{post}", author);
}
