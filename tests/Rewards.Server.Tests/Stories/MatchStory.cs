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
