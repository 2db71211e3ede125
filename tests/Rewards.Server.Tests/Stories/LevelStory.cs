using Rewards.Server.Tests.Running;

namespace Rewards.Server.Tests.Stories;

/// <summary>Levels and badges in community B: by contribution, once, and taken back with what earned them.</summary>
public sealed class LevelStory(SharedServer server)
{
    private readonly Api api = server.Api;

    [Fact]
    public async Task HowTos_TwoOfThem_MakeARegularWithOneBadge()
    {
        var company = await server.OpenLikeAsync("company-lantern");

        var first = await PostAsync(company, "p1", "how-to");
        Assert.Equal(("guide", "引路人", "how-to", 1), (
            first["badges.0.id"], first["badges.0.names.zh"], first["badges.0.rule"], first.Count("badges")));
        Assert.Equal(("newcomer", "true"), (first["level.id"], first["level.changed"]));
        var second = await PostAsync(company, "p2", "how-to");
        Assert.Equal((0, "regular", "true"), (second.Count("badges"), second["level.id"], second["level.changed"]));
        Assert.Equal(("guide", "false"), (
            second["receipt.rules.0.gives.1.badge"], second["receipt.rules.0.gives.1.granted"]));

        var member = await MemberAsync(company);
        Assert.Equal(("20", "regular", "熟客"), (
            member["contribution"], member["level.id"], member["level.names.zh"]));
        Assert.Equal(("pillar", "200", "180"), (
            member["nextLevel.id"], member["nextLevel.atLeast"], member["nextLevel.missing"]));
        Assert.Equal(("guide", "p1", 1), (member["badges.0.id"], member["badges.0.activity"], member.Count("badges")));
    }

    [Fact]
    public async Task Reversal_OfTheFirstHowTo_TakesBadgeContributionAndLevelBack()
    {
        var company = await server.OpenLikeAsync("company-lantern");
        await PostAsync(company, "p1", "how-to");
        await PostAsync(company, "p2", "how-to");

        var reversed = await api.PostAsync(
            $"/v1/communities/{company}/members/chen/activities/p1/reversal", """{"reason":"copied"}""");

        Assert.Equal(("reversed", "newcomer"), (reversed.Expect(200)["current.status"], reversed["level.id"]));
        var member = await MemberAsync(company);
        Assert.Equal(("10", "newcomer", 0), (
            member["contribution"], member["level.id"], member.Count("badges")));
    }

    [Fact]
    public async Task Rule_ForRegulars_TellsANewcomerWhichLevelItTakes()
    {
        var company = await server.OpenLikeAsync("company-lantern", programme => programme["rules"]![1]!["if"] =
            System.Text.Json.Nodes.JsonNode.Parse("""{ "member": "level", "atLeast": "regular" }"""));

        var post = await PostAsync(company, "p1", "club");

        Assert.Equal(("level", "atLeast", "regular"), (
            post["receipt.rules.1.condition.member"], post["receipt.rules.1.condition.test"],
            post["receipt.rules.1.condition.threshold"]));
        Assert.Null(post["receipt.rules.1.condition.value"]);
        var words = (await api.GetAsync(
            $"/v1/communities/{company}/members/chen/activities/p1/receipt")).Expect(200);
        Assert.Equal("未获得：条件未满足（等级为 无，要求至少 熟客）。", words["sentences.1.zh"]);
        Assert.Equal("Nothing: the level is none, and must be at least regular.", words["sentences.1.en"]);

        await PostAsync(company, "p2", "club");
        words = (await api.GetAsync(
            $"/v1/communities/{company}/members/chen/activities/p2/receipt")).Expect(200);
        Assert.Equal(("level", "post", "regular", "17"), (
            words["smallestChange.kind"], words["smallestChange.rule"], words["smallestChange.name"],
            words["smallestChange.missing"]));
        Assert.Equal(
            "17 contribution points more would have reached the level regular, with which the rule post would have "
            + "given 5 stars.",
            words["smallestChange.en"]);
        Assert.Equal("若贡献再多 17 分，就达到等级 熟客，规则 post 会给 5 星星。", words["smallestChange.zh"]);
    }

    private async Task<Answer> MemberAsync(string company) =>
        (await api.GetAsync($"/v1/communities/{company}/members/chen")).Expect(200);

    private async Task<Answer> PostAsync(string company, string id, string boardKind) =>
        (await api.PostActivityAsync(company, Bodies.Write(new Dictionary<string, object>
        {
            ["id"] = id,
            ["member"] = "chen",
            ["type"] = "post-published",
            ["subject"] = "board-1",
            ["facts"] = new Dictionary<string, object> { ["board-kind"] = boardKind },
        }))).Expect(200);
}
