using Rewards.Server.Tests.Running;

namespace Rewards.Server.Tests.Stories;

/// <summary>Community B measures contribution, and its match report says how pay follows it.</summary>
public sealed class MatchStory(SharedServer server)
{
    private readonly Api api = server.Api;

    [Fact]
    public async Task MatchReport_OfTwoMembers_TellsSharesAndWhichRulesMadeThem()
    {
        var company = await server.OpenLikeAsync("company-lantern");
        await PostAsync(company, Post("p1", "chen", "how-to"));
        await PostAsync(company, Post("p2", "wu", "club"));

        var report = (await api.GetAsync($"/v1/communities/{company}/reports/match")).Expect(200);

        // chen: 10 of 15 stars for 10 of 13 points; wu: 5 stars for 3.
        Assert.Equal(("2", "15", "13"), (report["members"], report["pay"], report["contribution"]));
        Assert.Equal(("0.897436", "1"), (report["index"], report["rankCorrelation"]));
        Assert.Equal(("wu", "5", "3", "post"), (
            report["overRewarded.0.member"], report["overRewarded.0.pay"], report["overRewarded.0.contribution"],
            report["overRewarded.0.rules.0.rule"]));
        Assert.Equal(("chen", "how-to", "10"), (
            report["underRewarded.0.member"], report["rules.0.rule"], report["rules.0.amount"]));
    }

    [Fact]
    public async Task MatchReport_ByTheModelThatIsAskedFor_ComparesWithThat()
    {
        var company = await server.OpenLikeAsync("company-lantern");
        var address = $"/v1/communities/{company}";
        await PostAsync(company, Post("p1", "chen", "how-to"));
        await PostAsync(company, Post("p2", "wu", "club"));
        var model = $$"""
            {"community":"{{company}}","contribution":[{"id":"post","when":"post-published","points":1}]}
            """;
        var published = await api.PostAsync(address + "/contribution-models?basedOn=1&note=alike", model);
        Assert.Equal(("2", "in-force"), (published.Expect(201)["version"], published["status"]));
        (await api.PostAsync(address + "/contribution-models?basedOn=1", model)).ExpectProblem("publish-conflict", 409);
        Assert.Equal("1", (await api.GetAsync(address + "/rules")).Expect(200)["items.0.version"]);
        await PostAsync(company, Post("p3", "wu", "club"));

        var measured = (await api.GetAsync(address + "/reports/match")).Expect(200);
        Assert.Equal(
            ("1", "2", "14"),
            (measured["contributionModels.0"], measured["contributionModels.1"], measured["contribution"]));

        var alike = (await api.GetAsync(address + "/reports/match?contributionModel=2")).Expect(200);
        Assert.Equal((1, "2", "3"), (
            alike.At("contributionModels")!.AsArray().Count, alike["contributionModels.0"], alike["contribution"]));
        Assert.Equal(
            "16", (await api.GetAsync(address + "/reports/match?contributionModel=1")).Expect(200)["contribution"]);

        var rules = (await api.GetAsync(address + "/rules/1")).At("programme")!.ToJsonString();
        var tried = await api.PostAsync(address + "/rules/simulations?days=1&contributionModel=2", rules);
        var report = Api.LinesOf(tried.Expect(200)).Last();
        Assert.Equal(
            ("0", "2", alike["index"]),
            (report["report.different"], report["report.contributionModel"],
                report["report.currencies.0.matchBefore"]));
        (await api.GetAsync(address + "/reports/match?contributionModel=3"))
            .ExpectProblem("unknown-contribution-model", 404);
    }

    [Fact]
    public async Task MatchReport_AsCsvAndSvg_HasEveryMemberAndAPlot()
    {
        var company = await server.OpenLikeAsync("company-lantern");
        await PostAsync(company, Post("p1", "=chen,\"a\"", "how-to"));

        var csv = await api.GetAsync($"/v1/communities/{company}/reports/match?format=csv");
        var svg = await api.GetAsync($"/v1/communities/{company}/reports/match?format=svg");

        Assert.Equal("text/csv", csv.Expect(200).Type);
        Assert.Equal(
            "member,pay,contribution,payShare,contributionShare,difference\r\n\"'=chen,\"\"a\"\"\",10,10,1,1,0\r\n",
            csv.Text);
        Assert.Equal("image/svg+xml", svg.Expect(200).Type);
        Assert.Contains("match index 1<", svg.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("period=2026-13")]
    [InlineData("period=november")]
    [InlineData("currency=gold")]
    [InlineData("format=pdf")]
    [InlineData("top=5")]
    [InlineData("contributionModel=latest")]
    public async Task MatchReport_WithAWrongQuery_SaysWhatIsAllowed(string query) =>
        (await api.GetAsync($"/v1/communities/company-lantern/reports/match?{query}"))
            .ExpectProblem("invalid-query", 400);

    private static string Post(string id, string member, string board) => Bodies.Write(new Dictionary<string, object>
    {
        ["id"] = id,
        ["member"] = member,
        ["type"] = "post-published",
        ["subject"] = "board-1",
        ["facts"] = new Dictionary<string, object> { ["board-kind"] = board },
    });

    private async Task PostAsync(string community, string activity) =>
        (await api.PostActivityAsync(community, activity)).Expect(200);
}
