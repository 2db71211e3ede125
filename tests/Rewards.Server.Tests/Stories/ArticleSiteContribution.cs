using static Rewards.Server.Tests.Stories.TimedCommunity;

namespace Rewards.Server.Tests.Stories;

/// <summary>Community A: what counts there as a contribution, and what the match report makes of it.</summary>
public sealed class ArticleSiteContribution
{
    [Fact]
    public async Task Outcomes_OfEveryKind_CountWhatTheFileSays()
    {
        await using var site = await OpenAsync("ops-articles");
        var comment = await site.TellAsync(Comment(site, "lin"));
        Assert.Equal("0", await ScoreAsync(site, "lin"));
        await site.OperateAsync("lin", comment["id"], "review", """{"decision":"approve"}""");
        Assert.Equal("5", await ScoreAsync(site, "lin"));

        // One person once in a month, whoever else there is; a quiz counts nothing.
        await site.TellAllAsync([
            Recommend(site, "lin", "bo"), Recommend(site, "lin", "bo"), Recommend(site, "lin", "cai"),
            site.Line("lin", "article-recommended", new { successful = false }, "article-7", "dai"),
        ]);
        Assert.Equal("13", await ScoreAsync(site, "lin"));
        await site.TellAllAsync([Share(site, "lin", "bo"), Share(site, "lin", "bo"), Share(site, "lin", "cai")]);
        Assert.Equal("17", await ScoreAsync(site, "lin"));
        await site.TellAsync(Quiz(site, "lin", "article-7"));
        Assert.Equal("17", await ScoreAsync(site, "lin"));

        site.JumpTo("2026-11-30T16:00:00Z");
        await site.TellAllAsync([Recommend(site, "lin", "bo"), Share(site, "lin", "bo")]);
        Assert.Equal("23", await ScoreAsync(site, "lin"));
        await site.OperateAsync("lin", comment["id"], "reversal", """{"reason":"copied"}""");
        Assert.Equal("18", await ScoreAsync(site, "lin"));
    }

    [Fact]
    public async Task Stars_OfReaders_CountForTheAuthorAndThoseOfOneReaderLessAndLess()
    {
        await using var site = await OpenAsync("ops-articles");

        await site.TellAllAsync([
            Rate(site, "bo", 5), Rate(site, "bo", 4), Rate(site, "bo", 5), // 2.5, then half of 2, then nothing
            Rate(site, "cai", 3), Rate(site, "dai", 6), Rate(site, "eli", 0), // 1.5; six stars and none are none
        ]);

        await site.UntilAsync("/members/wang", it => it["contribution"] == "5");
        Assert.Equal("0", await ScoreAsync(site, "bo"));
        Assert.Equal("5", (await site.GetAsync("/reports/match"))["contribution"]);
    }

    [Fact]
    public async Task MatchReport_OfAMonth_NamesWhoLivesOnQuizzes()
    {
        await using var site = await OpenAsync("ops-articles");
        var comment = await site.TellAsync(Comment(site, "mei"));
        await site.OperateAsync("mei", comment["id"], "review", """{"decision":"approve"}""");
        await site.TellAllAsync([
            Recommend(site, "mei", "bo"), Share(site, "mei", "bo"), Quiz(site, "lin", "article-1"),
            Quiz(site, "lin", "article-2"), Quiz(site, "lin", "article-3"), Share(site, "lin", "cai"),
            Rate(site, "bo", 5),
        ]);

        var report = await site.GetAsync("/reports/match?period=2026-11");

        // mei 25 of 45 feathers for 11 of 15.5 points, lin 20 for 2, wang none for 2.5.
        Assert.Equal(("3", "45", "15.5", "1"), (
            report["members"], report["pay"], report["contribution"], report["contributionModels.0"]));
        Assert.Equal("0.684588", report["index"]); // 1 - (20/45 - 2/15.5)
        Assert.Equal(("lin", "20", "2", "quiz-right", "15"), (
            report["overRewarded.0.member"], report["overRewarded.0.pay"], report["overRewarded.0.contribution"],
            report["overRewarded.0.rules.0.rule"], report["overRewarded.0.rules.0.amount"]));
        Assert.Equal(("wang", "0", "2.5"), (
            report["underRewarded.0.member"], report["underRewarded.0.pay"],
            report["underRewarded.0.contribution"]));
        Assert.Equal(
            ["comment 10", "quiz-right 15", "recommendation 10", "share 10"],
            Enumerable.Range(0, report.Count("rules"))
                .Select(i => $"{report[$"rules.{i}.rule"]} {report[$"rules.{i}.amount"]}")
                .Order(StringComparer.Ordinal));
    }

    private static async Task<string?> ScoreAsync(TimedCommunity site, string member) =>
        (await site.MemberAsync(member))["contribution"];

    private static string Recommend(TimedCommunity site, string member, string to) =>
        site.Line(member, "article-recommended", new { successful = true }, "article-7", to);

    private static string Share(TimedCommunity site, string member, string friend) =>
        site.Line(member, "article-shared", subject: "article-7", with: friend);

    private static string Quiz(TimedCommunity site, string member, string article) =>
        site.Line(member, "quiz-answered", new { correct = true }, article);

    private static string Comment(TimedCommunity site, string member) =>
        site.Line(member, "comment-posted", subject: "article-7");

    private static string Rate(TimedCommunity site, string reader, int stars) =>
        site.Line(reader, "article-rated", new { stars }, "article-7", "wang");
}
