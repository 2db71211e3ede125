using Rewards.Server.Tests.Running;
using static Rewards.Server.Tests.Stories.TimedCommunity;

namespace Rewards.Server.Tests.Stories;

/// <summary>Community B: what counts there, the levels that follow, days in a row and the week's quest.</summary>
public sealed class CompanyContribution
{
    private static readonly DateTimeOffset Monday = new(2026, 11, 30, 1, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Outcomes_OfEveryKind_CountWhatTheFileSays()
    {
        await using var company = await OpenAsync("company-lantern", Monday);

        Assert.Equal("10", await ScoreAfterAsync(company, Post(company, "how-to")));
        Assert.Equal("13", await ScoreAfterAsync(company, Post(company, "club")));
        Assert.Equal("13", await ScoreAfterAsync(company, Post(company, "announcements")));
        Assert.Equal("15", await ScoreAfterAsync(company, Comment(company, "newcomer-help")));
        Assert.Equal("15", await ScoreAfterAsync(company, Comment(company, "club")));

        // The first like of one person in a week counts 1, the second a half, the third nothing.
        await company.TellAllAsync(Enumerable.Range(1, 3).Select(post => Like(company, "wu", post)));
        await company.UntilAsync("/members/chen", it => it["contribution"] == "16.5");
        await company.TellAsync(Like(company, "yu", 1));
        await company.UntilAsync("/members/chen", it => it["contribution"] == "17.5");
        company.Jump(TimeSpan.FromDays(7));
        await company.TellAsync(Like(company, "wu", 4));
        var chen = await company.UntilAsync("/members/chen", it => it["contribution"] == "18.5");
        Assert.Equal("18.5", chen["contribution"]);
    }

    [Fact]
    public async Task Pillar_From200_IsKeptFrom150()
    {
        await using var company = await OpenAsync("company-lantern", Monday);
        var told = await company.TellAllAsync(Enumerable.Range(1, 20).Select(_ => Post(company, "how-to")));
        Assert.Equal(("regular", "pillar", "true"), (
            told[18]["level.id"], told[19]["level.id"], told[19]["level.changed"]));

        for (var removed = 0; removed < 5; removed++)
        {
            await RemoveAsync(company, told[removed]);
        }

        Assert.Equal(("150", "pillar"), await LevelAsync(company));
        await company.TellAllAsync([Post(company, "club"), Post(company, "club"), Post(company, "club")]);
        await RemoveAsync(company, told[5]);
        Assert.Equal(("149", "regular"), await LevelAsync(company));
        await company.TellAsync(Post(company, "how-to"));
        Assert.Equal(("159", "regular"), await LevelAsync(company)); // to come back takes 200
    }

    /// <summary>
    /// Two missed days of a month are forgiven; with a third the stretch moves along. Five days pay once a week.
    /// </summary>
    [Fact]
    public async Task DaysInARow_WithTwoMissedInAMonth_GoOnAndAThirdMovesThemAlong()
    {
        await using var company = await OpenAsync("company-lantern", Monday.AddDays(1)); // 1 December, a Tuesday
        var told = new List<Answer>();
        foreach (var day in (int[])[1, 2, 4, 6, 7])
        {
            company.JumpTo(Monday.AddDays(day));
            told.Add(await company.TellAsync(Comment(company, "club")));
        }

        Assert.Equal([0, 0, 0, 0, 5], Granted(told, "five-days"));
        Assert.Equal(("5", "5", "0"), await StreakAsync(company));
        company.JumpTo(Monday.AddDays(8));
        Assert.Equal(0, Granted(await company.TellAsync(Comment(company, "club")), "five-days")); // six days
        Assert.Equal(("6", "6", "0"), await StreakAsync(company));

        company.JumpTo(Monday.AddDays(10)); // without the 9th: from the 4th on there are five days and two missed
        var again = await company.TellAsync(Comment(company, "club"));
        Assert.Equal(("5", "6", "0"), await StreakAsync(company));
        Assert.Equal(("limit-reached", "week"), (
            Told(again, "five-days", "outcome"), Told(again, "five-days", "limit.within")));
    }

    [Fact]
    public async Task Quest_OfTheWeek_IsDoneOnceAndOpenAgainOnMonday()
    {
        await using var company = await OpenAsync("company-lantern", Monday);
        var told = await company.TellAllAsync([
            Post(company, "how-to"), Comment(company, "newcomer-help", 1), Comment(company, "newcomer-help", 2),
            Comment(company, "newcomer-help", 3), Comment(company, "newcomer-help", 4), Post(company, "how-to"),
        ]);
        Assert.Equal([0, 0, 0, 10, 0, 0], Granted(told, "good-neighbour"));
        Assert.Equal("neighbour", told[3]["badges.0.id"]);

        company.Jump(TimeSpan.FromDays(7));
        var chen = await company.MemberAsync("chen");
        Assert.Equal(("open", "1", "0", "3", "0", "1"), (
            chen["quests.0.status"], chen["quests.0.timesDone"], chen["quests.0.steps.0.progress"],
            chen["quests.0.steps.0.needed"], chen["quests.0.steps.1.progress"], chen["quests.0.steps.1.needed"]));
    }

    private static async Task<string?> ScoreAfterAsync(TimedCommunity company, string line)
    {
        await company.TellAsync(line);
        return (await company.MemberAsync("chen"))["contribution"];
    }

    private static Task<Answer> RemoveAsync(TimedCommunity company, Answer told) =>
        company.OperateAsync("chen", told["id"], "reversal", """{"reason":"copied"}""");

    private static async Task<(string?, string?)> LevelAsync(TimedCommunity company)
    {
        var chen = await company.MemberAsync("chen");
        return (chen["contribution"], chen["level.id"]);
    }

    private static async Task<(string? Current, string? Longest, string? Freezes)> StreakAsync(TimedCommunity company)
    {
        var chen = await company.MemberAsync("chen");
        return (chen["streaks.0.current"], chen["streaks.0.longest"], chen["streaks.0.freezesLeft"]);
    }

    private static string Post(TimedCommunity company, string board) => company.Line(
        "chen", "post-published", new Dictionary<string, object> { ["board-kind"] = board }, "board-1");

    private static string Comment(TimedCommunity company, string board, int post = 1) => company.Line(
        "chen",
        "comment-posted",
        new Dictionary<string, object> { ["board-kind"] = board, ["own-post"] = false },
        $"post-{post}");

    private static string Like(TimedCommunity company, string by, int post) => company.Line(
        by, "like-given", new Dictionary<string, object> { ["own-post"] = false }, $"post-{post}", "chen");
}
