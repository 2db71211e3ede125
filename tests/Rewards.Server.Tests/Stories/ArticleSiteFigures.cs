using Rewards.Server.Tests.Running;
using static Rewards.Server.Tests.Stories.TimedCommunity;

namespace Rewards.Server.Tests.Stories;

/// <summary>Community A: the figures of its file that take days and months.</summary>
public sealed class ArticleSiteFigures
{
    private const string Site = "ops-articles";

    [Fact]
    public async Task Recommendations_TwentyADay_EarnAndTheNextWaitsForTheMorning()
    {
        await using var site = await OpenAsync(Site);

        var told = await site.TellAllAsync(Enumerable.Range(1, 21).Select(i => Recommend(site, $"reader-{i}")));

        Assert.Equal([.. Enumerable.Repeat(10L, 20), 0], Granted(told, "recommendation"));
        Assert.Equal(("limit-reached", "day", "20", "20", "2026-11-25T16:00:00Z", "200"), (
            Told(told[^1], "recommendation", "outcome"), Told(told[^1], "recommendation", "limit.within"),
            Told(told[^1], "recommendation", "limit.used"), Told(told[^1], "recommendation", "limit.maximum"),
            Told(told[^1], "recommendation", "limit.freeAgainAt"), told[^1]["balances.feathers.available"]));

        // Told late, of the same day: still none. A second before midnight in Shanghai, and at midnight.
        site.JumpTo("2026-11-25T16:00:00Z");
        var evening = await site.TellAsync(Recommend(site, "reader-22", site.Now.AddSeconds(-1)));
        var morning = await site.TellAsync(Recommend(site, "reader-23"));
        Assert.Equal([0, 10], Granted([evening, morning], "recommendation"));
    }

    [Fact]
    public async Task Recommendations_ToOnePerson_EarnInFullAgainNextMonth()
    {
        await using var site = await OpenAsync(Site);

        var november = await site.TellAllAsync(Enumerable.Range(1, 4).Select(_ => Recommend(site, "bo")));
        Assert.Equal([10, 5, 2, 0], Granted(november, "recommendation"));
        Assert.Equal("2026-11-30T16:00:00Z", Told(november[^1], "recommendation", "discount.fullAgainAt"));

        site.JumpTo("2026-11-30T16:00:00Z");
        Assert.Equal(10, Granted(await site.TellAsync(Recommend(site, "bo")), "recommendation"));
    }

    [Fact]
    public async Task Feathers_LiveAYear_CountedFromTheDayOnWhichTheyCanBeSpent()
    {
        await using var site = await OpenAsync(Site);
        await site.TellAsync(Quiz(site, "article-1"));
        var comment = await site.TellAsync(Comment(site));
        site.JumpTo("2026-11-26T16:30:00Z"); // two dates later in Shanghai
        await site.OperateAsync("lin", comment["id"], "review", """{"decision":"approve"}""");

        var lin = await site.MemberAsync("lin");
        Assert.Equal(("5", "2027-11-25T16:00:00Z", "10", "2027-11-27T16:00:00Z"), (
            lin["balances.feathers.expiring.0.amount"], lin["balances.feathers.expiring.0.at"],
            lin["balances.feathers.expiring.1.amount"], lin["balances.feathers.expiring.1.at"]));

        site.JumpTo("2027-11-25T15:59:59Z");
        Assert.Equal("15", (await site.MemberAsync("lin"))["balances.feathers.available"]);
        site.Jump(TimeSpan.FromSeconds(1));
        await site.UntilAsync("/members/lin", it => it["balances.feathers.available"] == "10");
        var ledger = await site.GetAsync("/members/lin/ledger?limit=1");
        Assert.Equal(("expiry", "5"), (ledger["items.0.cause.kind"], ledger["items.0.amount"]));
        site.JumpTo("2027-11-27T16:00:00Z");
        await site.UntilAsync("/members/lin", it => it["balances.feathers.available"] == "0");
    }

    [Fact]
    public async Task Activities_OfAWeekAgo_AreTakenAndEarlierOnesAreNot()
    {
        await using var site = await OpenAsync(Site);
        var weekAgo = site.Now.AddDays(-7);

        Assert.Equal(5, Granted(await site.TellAsync(Quiz(site, "article-1", weekAgo)), "quiz-right"));
        var earlier = (await site.Api.PostActivityAsync(Site, Quiz(site, "article-2", weekAgo.AddSeconds(-1))))
            .ExpectProblem("time-out-of-range", 422);

        Assert.Equal("2026-11-18T08:00:00Z", earlier["earliest"]);
    }

    [Fact]
    public async Task Comment_ThatNobodyReviewsFor30Days_LapsesAndEarnsNothing()
    {
        await using var site = await OpenAsync(Site);
        var comment = await site.TellAsync(Comment(site));
        Assert.Equal("2026-12-25T08:00:00Z", comment["awards.0.lapsesAt"]);

        site.JumpTo("2026-12-25T07:59:59Z");
        Assert.Equal("10", (await site.MemberAsync("lin"))["balances.feathers.pending"]);
        site.Jump(TimeSpan.FromSeconds(1));
        var lin = await site.UntilAsync("/members/lin", it => it["balances.feathers.pending"] == "0");

        Assert.Equal(("0", "0"), (lin["balances.feathers.available"], lin["contribution"]));
        Assert.Equal("lapsed", (await site.GetAsync($"/members/lin/activities/{comment["id"]}"))["current.status"]);
    }

    /// <summary>The ladder that the site publishes: 1, 7 and 15 days.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(15)]
    public async Task Mute_ForSomeDays_WithholdsUntilThenAndNoLonger(int days)
    {
        await using var site = await OpenAsync(Site);
        var until = site.Now.AddDays(days);
        await StandAsync(site, $$"""{"standing":"muted","until":"{{Write(until)}}","reason":"刷量控评"}""");

        site.JumpTo(until.AddSeconds(-1));
        var muted = await site.TellAsync(Quiz(site, "article-1"));
        site.Jump(TimeSpan.FromSeconds(1));
        var free = await site.TellAsync(Quiz(site, "article-1"));

        Assert.Equal([0, 5], Granted([muted, free], "quiz-right"));
        Assert.Equal("muted", Told(muted, "quiz-right", "outcome"));
    }

    [Theory]
    [InlineData("muted")]
    [InlineData("banned")]
    public async Task Sanction_ForGood_WithholdsAYearLater(string standing)
    {
        await using var site = await OpenAsync(Site);
        await StandAsync(site, $$"""{"standing":"{{standing}}","reason":"养号"}""");

        site.Jump(TimeSpan.FromDays(365));

        Assert.Equal(standing, Told(await site.TellAsync(Quiz(site, "article-1")), "quiz-right", "outcome"));
    }

    private static async Task StandAsync(TimedCommunity site, string body) =>
        (await site.Api.PostAsync(site.Address + "/members/lin/standing", body, idempotencyKey: "k")).Expect(200);

    private static string Recommend(TimedCommunity site, string to, DateTimeOffset? at = null) =>
        site.Line("lin", "article-recommended", new { successful = true }, "article-7", to, at);

    private static string Quiz(TimedCommunity site, string article, DateTimeOffset? at = null) =>
        site.Line("lin", "quiz-answered", new { correct = true }, article, at: at);

    private static string Comment(TimedCommunity site) => site.Line("lin", "comment-posted", subject: "article-7");
}
