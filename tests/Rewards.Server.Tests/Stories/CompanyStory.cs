using Rewards.Server.Tests.Running;

namespace Rewards.Server.Tests.Stories;

/// <summary>Community B, one company's micro-community: posts, comments and likes, and strict isolation.</summary>
public sealed class CompanyStory(SharedServer server)
{
    private readonly Api api = server.Api;

    [Fact]
    public async Task Posts_HowToAndAnnouncement_TheFirstMatchingRuleStopsTheOthers()
    {
        var company = await server.OpenLikeAsync("company-lantern");

        var howTo = await PostAsync(company, Post("p1", "how-to"));
        Assert.Equal(("10", "how-to"), (howTo["awards.0.amount"], howTo["awards.0.rule"]));
        Assert.Equal("stopped-by-earlier-rule", howTo["receipt.rules.1.outcome"]);

        var announcement = await PostAsync(company, Post("p2", "announcements"));
        Assert.Equal(0, announcement.Count("awards"));
        Assert.Equal(("condition-failed", "condition-failed", "true"), (
            announcement["receipt.rules.0.outcome"], announcement["receipt.rules.1.outcome"],
            announcement["receipt.rules.1.condition.not"]));
    }

    [Fact]
    public async Task Posts_AFlood_EarnsOnceInFiveMinutes()
    {
        var company = await server.OpenLikeAsync("company-lantern");

        Assert.Equal("5", (await PostAsync(company, Post("p1", "club")))["awards.0.amount"]);
        var flood = await PostAsync(company, Post("p2", "club"));

        Assert.Equal(0, flood.Count("awards"));
        Assert.Equal(("cooling-down", "cool-down", "300"), (
            flood["receipt.rules.1.outcome"], flood["receipt.rules.1.limit.unit"],
            flood["receipt.rules.1.limit.secondsRequired"]));
        Assert.NotNull(flood["receipt.rules.1.limit.freeAgainAt"]);
    }

    [Fact]
    public async Task Comment_ForANewcomer_EarnsByBothRules()
    {
        var company = await server.OpenLikeAsync("company-lantern");

        var helped = await PostAsync(company, Bodies.Write(new Dictionary<string, object>
        {
            ["id"] = "c1",
            ["member"] = "chen",
            ["type"] = "comment-posted",
            ["subject"] = "post-1",
            ["facts"] = new Dictionary<string, object> { ["board-kind"] = "newcomer-help", ["own-post"] = false },
        }));

        Assert.Equal(("3", "newcomer-help", "2", "comment", "5"), (
            helped["awards.0.amount"], helped["awards.0.rule"], helped["awards.1.amount"], helped["awards.1.rule"],
            helped["balances.stars.available"]));
    }

    [Fact]
    public async Task Quest_OfTheWeek_IsDoneByHelpAndAHowToAndTakenBackWithThem()
    {
        var company = await server.OpenLikeAsync("company-lantern");
        var member = $"/v1/communities/{company}/members/chen";
        var first = await PostAsync(company, Help(1));
        Assert.Equal(("good-neighbour", "newcomers", "1", "3", "false"), (
            first["quests.0.id"], first["quests.0.step"], first["quests.0.progress"], first["quests.0.needed"],
            first["quests.0.completed"]));
        await PostAsync(company, Help(2));
        var open = (await api.GetAsync(member)).Expect(200);
        Assert.Equal(("open", "0", "2", "3", "0", "1"), (
            open["quests.0.status"], open["quests.0.timesDone"], open["quests.0.steps.0.progress"],
            open["quests.0.steps.0.needed"], open["quests.0.steps.1.progress"], open["quests.0.steps.1.needed"]));
        var words = (await api.GetAsync($"{member}/activities/c2/receipt")).Expect(200);
        Assert.Equal("获得 3 星星、任务「好邻居」帮助新人 2/3。", words["sentences.0.zh"]);
        Assert.Equal(
            "You got 3 stars, 2 of 3 newcomers helped in the quest Good neighbour.", words["sentences.0.en"]);
        await PostAsync(company, Post("p1", "how-to"));

        var last = await PostAsync(company, Help(3));

        Assert.Equal(("true", "3", "2", "10", "good-neighbour", "neighbour"), (
            last["quests.0.completed"], last["awards.0.amount"], last["awards.1.amount"], last["awards.2.amount"],
            last["awards.2.rule"], last["badges.0.id"]));
        Assert.Equal(("good-neighbour", "granted", "10"), (
            last["receipt.rules.3.rule"], last["receipt.rules.3.outcome"], last["receipt.rules.3.gives.0.granted"]));
        words = (await api.GetAsync($"{member}/activities/c3/receipt")).Expect(200);
        Assert.Equal("完成任务「好邻居」：获得 10 星星、好邻居。", words["sentences.3.zh"]);
        Assert.Equal("Quest Good neighbour done: you got 10 stars, good neighbour.", words["sentences.3.en"]);
        Assert.Equal("done", (await api.GetAsync(member)).Expect(200)["quests.0.status"]);
        await AssertTakenBackAsync(member, balance: 35);
    }

    /// <summary>
    /// A removed comment takes the quest with it, and what it gave; the receipt of the last one says so.
    /// </summary>
    private async Task AssertTakenBackAsync(string member, int balance)
    {
        Assert.Equal($"{balance}", (await api.GetAsync(member)).Expect(200)["balances.stars.available"]);
        (await api.PostAsync(
            $"{member}/activities/c1/reversal", """{"reason":"Not help, but an advertisement."}""")).Expect(200);

        var after = (await api.GetAsync(member)).Expect(200);
        Assert.Equal(($"{balance - 15}", "open", "0", "2"), (
            after["balances.stars.available"], after["quests.0.status"], after["quests.0.timesDone"],
            after["quests.0.steps.0.progress"]));
        Assert.DoesNotContain("neighbour", after.At("badges")!.ToJsonString(), StringComparison.Ordinal);
        var words = (await api.GetAsync($"{member}/activities/c3/receipt")).Expect(200);
        Assert.Equal(
            "Quest Good neighbour is not done any more: taken back 10 stars, good neighbour.", words["sentences.3.en"]);
    }

    [Fact]
    public async Task Likes_FiveADay_EarnAndTheSixthDoesNot()
    {
        var company = await server.OpenLikeAsync("company-lantern");

        var amounts = new List<int>();
        for (var i = 1; i <= 6; i++)
        {
            amounts.Add((await PostAsync(company, Like($"l{i}", $"post-{i}"))).Count("awards"));
        }

        Assert.Equal([1, 1, 1, 1, 1, 0], amounts);
    }

    [Fact]
    public async Task Activity_WithoutTheSubjectThatALimitNeeds_EarnsNothingAndSaysSo()
    {
        var company = await server.OpenLikeAsync("company-lantern");

        var like =
            await PostAsync(company, """{"id":"l1","member":"chen","type":"like-given","facts":{"own-post":false}}""");

        Assert.Equal(("subject-missing", "subject"), (
            like["receipt.rules.0.outcome"], like["receipt.rules.0.limit.missing"]));
    }

    [Fact]
    public async Task UnknownType_WhereRecorded_EarnsNothingAndIsKept()
    {
        var company = await server.OpenLikeAsync("company-lantern");

        var unknown = await PostAsync(company, """{"id":"u1","member":"chen","type":"door-opened"}""");

        Assert.Equal(("unknown-type", 0), (unknown["receipt.reason"], unknown.Count("awards")));
        var kept = await api.GetAsync($"/v1/communities/{company}/members/chen/activities/u1");
        Assert.Equal("door-opened", kept.Expect(200)["type"]);
    }

    [Fact]
    public async Task TwoCompanies_SameMemberAndActivityId_SeeOnlyThemselves()
    {
        var one = await server.OpenLikeAsync("company-lantern");
        var other = await server.OpenLikeAsync("company-lantern");

        await PostAsync(one, Post("p1", "how-to"));

        (await api.GetAsync($"/v1/communities/{other}/members/chen")).ExpectProblem("unknown-member", 404);
        var inOther = await PostAsync(other, Post("p1", "club"));
        Assert.Equal(("false", "5"), (inOther["replayed"], inOther["balances.stars.available"]));
    }

    private static string Help(int number) => Bodies.Write(new Dictionary<string, object>
    {
        ["id"] = $"c{number}",
        ["member"] = "chen",
        ["type"] = "comment-posted",
        ["subject"] = $"post-{number}",
        ["facts"] = new Dictionary<string, object> { ["board-kind"] = "newcomer-help", ["own-post"] = false },
    });

    private static string Post(string id, string boardKind) => Bodies.Write(new Dictionary<string, object>
    {
        ["id"] = id,
        ["member"] = "chen",
        ["type"] = "post-published",
        ["subject"] = "board-1",
        ["facts"] = new Dictionary<string, object> { ["board-kind"] = boardKind },
    });

    private static string Like(string id, string post) =>
        $$$"""
        {"id":"{{{id}}}","member":"chen","type":"like-given","subject":"{{{post}}}","facts":{"own-post":false}}
        """;

    private async Task<Answer> PostAsync(string company, string activity) =>
        (await api.PostActivityAsync(company, activity)).Expect(200);
}
