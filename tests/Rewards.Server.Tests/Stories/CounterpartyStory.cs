using System.Text.Json.Nodes;
using Rewards.Server.Tests.Running;

namespace Rewards.Server.Tests.Stories;

/// <summary>Support of the same person again and again, as communities A and B treat it.</summary>
public sealed class CounterpartyStory(SharedServer server)
{
    private readonly Api api = server.Api;

    [Fact]
    public async Task Recommendation_ToTheSamePerson_EarnsLessEachTime()
    {
        var site = await server.OpenLikeAsync("ops-articles");
        var earned = new List<string?>();
        foreach (var (id, to) in new[] { ("r1", "bo"), ("r2", "bo"), ("r3", "bo"), ("r4", "cai") })
        {
            earned.Add((await PostAsync(site, Bodies.Recommendation(id, "lin", to)))["awards.0.amount"]);
        }

        Assert.Equal(["10", "5", "2", "10"], earned);
        var fourth = await PostAsync(site, Bodies.Recommendation("r5", "lin", "bo"));
        Assert.Equal(0, fourth.Count("awards"));
        Assert.Equal(("discounted-to-nothing", "10", "3", "0", "false"), (
            fourth["receipt.rules.0.outcome"], fourth["receipt.rules.0.gives.0.asked"],
            fourth["receipt.rules.0.discount.before"], fourth["receipt.rules.0.discount.percent"],
            fourth["receipt.rules.0.discount.shadow"]));
        Assert.NotNull(fourth["receipt.rules.0.discount.fullAgainAt"]);
        Assert.Equal("27", fourth["balances.feathers.available"]);
    }

    [Fact]
    public async Task Recommendation_Told_Again_IsAnsweredAsFirstDecided()
    {
        var site = await server.OpenLikeAsync("ops-articles");
        await PostAsync(site, Bodies.Recommendation("r1", "lin", "bo"));
        var second = await PostAsync(site, Bodies.Recommendation("r2", "lin", "bo"));

        var again = await PostAsync(site, Bodies.Recommendation("r2", "lin", "bo"));

        Assert.Equal("true", again["replayed"]);
        Assert.Equal(second.At("receipt")!.ToJsonString(), again.At("receipt")!.ToJsonString());
        Assert.Equal("5", again["awards.0.amount"]);
    }

    [Fact]
    public async Task Like_OfTheSamePerson_IsReportedInShadowAndPaid()
    {
        var company = await server.OpenLikeAsync("company-lantern");
        for (var i = 1; i <= 3; i++)
        {
            await LikeAsync(company, i);
        }

        var fourth = await LikeAsync(company, 4);

        Assert.Equal(("1", "granted", "true", "0", "0"), (
            fourth["awards.0.amount"], fourth["receipt.rules.0.outcome"], fourth["receipt.rules.0.discount.shadow"],
            fourth["receipt.rules.0.discount.percent"], fourth["receipt.rules.0.discount.wouldGive.0.amount"]));
    }

    [Fact]
    public async Task Likes_OfTwoWhoLikeEachOther_AreReportedAsSuchInShadow()
    {
        var company = await server.OpenLikeAsync("company-lantern");
        await LikeAsync(company, 1);
        await LikeAsync(company, 2);
        await Totals.UntilAsync(api, company, it => it["totals.stars.issued"] == "8");
        var members = $"/v1/communities/{company}/members";

        var back = await LikeBackAsync(company, 1);

        Assert.Equal(("1", "true", "0", "2", "100"), (
            back["awards.0.amount"], back["receipt.rules.0.discount.shadow"],
            back["receipt.rules.0.discount.before"], back["receipt.rules.0.discount.received"],
            back["receipt.rules.0.discount.percent"]));
        var second = await LikeBackAsync(company, 2);
        Assert.Equal(("1", "1", "50", "0"), (
            second["awards.0.amount"], second["receipt.rules.0.discount.before"],
            second["receipt.rules.0.discount.percent"], second["receipt.rules.0.discount.wouldGive.0.amount"]));
        var told = (await api.GetAsync($"{members}/wu/activities/b2/receipt")).Expect(200);
        Assert.Equal("2", told["receipt.rules.0.discount.received"]);
    }

    [Fact]
    public async Task Support_ThatIsReturned_IsDiscountedAndExplained()
    {
        var company = await server.OpenLikeAsync("company-lantern", programme => programme["rules"] = JsonNode.Parse("""
            [{ "id": "like", "order": 1, "when": "like-given", "give": { "stars": 10 },
               "discount": { "per": "counterparty", "within": "week", "percent": [100],
                             "reciprocal": { "percent": [50, 0] } } },
             { "id": "thanked", "order": 2, "when": "like-given", "give": { "stars": 1 },
               "if": { "count": "like-given", "from": "counterparty", "within": "week", "atLeast": 2 } }]
            """));
        await LikeAsync(company, 1);
        var receipts = $"/v1/communities/{company}/members/wu/activities";
        Answer wu;
        do
        {
            // A moment later, from the journal.
            wu = await api.GetAsync($"/v1/communities/{company}/members/wu");
        }
        while (wu.Status == 404);
        await LikeBackAsync(company, 2);

        var told = (await api.GetAsync($"{receipts}/b2/receipt")).Expect(200);

        Assert.Equal("获得 5 星星：你们互相支持（对方 1 次，你此前 0 次），本次按 50% 计算。", told["sentences.0.zh"]);
        Assert.Equal(
            "You got 5 stars: you support each other (1 time by the other, 0 by you before), so this counts 50 %.",
            told["sentences.0.en"]);
        Assert.Equal(("counterparty", "1", "2"), (
            told["receipt.rules.1.condition.from"], told["receipt.rules.1.condition.value"],
            told["receipt.rules.1.condition.threshold"]));
        Assert.Equal(
            "Nothing: the count of like-given by the other person for the member is 1, and must be at least 2.",
            told["sentences.1.en"]);
        await LikeBackAsync(company, 3);
        told = (await api.GetAsync($"{receipts}/b3/receipt")).Expect(200);
        Assert.StartsWith("未获得：你们互相支持（对方 1 次，你此前 1 次），不再计算", told["sentences.0.zh"], StringComparison.Ordinal);
        Assert.Equal("other-counterparty", told["smallestChange.kind"]);
    }

    [Fact]
    public async Task Like_OfSomebodysPost_ReachesTheAuthorAndFades()
    {
        var company = await server.OpenLikeAsync("company-lantern");
        var like = await LikeAsync(company, 1);
        await LikeAsync(company, 2);

        Assert.Equal(("counterparty", "wu", "4", "queued", "liked"), (
            like["awards.1.to"], like["awards.1.person"], like["awards.1.amount"], like["awards.1.status"],
            like["awards.1.rule"]));
        await Totals.UntilAsync(api, company, it => it["totals.stars.issued"] == "8");
        var ledger = (await api.GetAsync($"/v1/communities/{company}/members/wu/ledger")).Expect(200);
        Assert.Equal(["2", "4"], new[] { ledger["items.0.amount"], ledger["items.1.amount"] }.Order());
        Assert.Equal(("award", "chen", "liked"), (
            ledger["items.0.cause.kind"], ledger["items.0.cause.member"], ledger["items.0.cause.rule"]));
    }

    [Fact]
    public async Task Conditions_OverMemberHistoryAndCalendar_AreToldInTheReceipt()
    {
        var site = await server.OpenLikeAsync("ops-articles", programme => programme["rules"] = JsonNode.Parse("""
            [{ "id": "old", "order": 1, "when": "article-shared", "give": { "feathers": 1 },
               "if": { "member": "days", "atLeast": 30 } },
             { "id": "keen", "order": 2, "when": "article-shared", "give": { "feathers": 1 },
               "if": { "count": "quiz-answered", "within": "lifetime", "atLeast": 2 } },
             { "id": "past", "order": 3, "when": "article-shared", "give": { "feathers": 1 },
               "if": { "dates": { "through": "2001-01-01" } } },
             { "id": "near", "order": 4, "when": "article-shared", "give": { "feathers": 1 },
               "multiply": [{ "by": 2.5 }], "rounding": "half-up" }]
            """));
        await PostAsync(site, Bodies.Quiz("q1", "lin"));

        var shared = await PostAsync(site, Bodies.Share("s1", "lin"));

        Assert.Equal(("days", "0", "30"), (
            shared["receipt.rules.0.condition.member"], shared["receipt.rules.0.condition.value"],
            shared["receipt.rules.0.condition.threshold"]));
        Assert.Equal(("quiz-answered", "lifetime", "1", "2"), (
            shared["receipt.rules.1.condition.count"], shared["receipt.rules.1.condition.within"],
            shared["receipt.rules.1.condition.value"], shared["receipt.rules.1.condition.threshold"]));
        Assert.Equal("2001-01-01", shared["receipt.rules.2.condition.threshold.through"]);
        Assert.Equal(("3", "2.5"), (shared["awards.0.amount"], shared["receipt.rules.3.multipliedBy.0"]));
        await PostAsync(site, Bodies.Quiz("q2", "lin"));
        Assert.Equal("keen", (await PostAsync(site, Bodies.Share("s2", "lin")))["awards.0.rule"]);
    }

    private Task<Answer> LikeAsync(string company, int number) => PostAsync(company, $$$"""
        {"id":"l{{{number}}}","member":"chen","type":"like-given","subject":"post-{{{number}}}","counterparty":"wu",
         "facts":{"own-post":false}}
        """);

    private Task<Answer> LikeBackAsync(string company, int number) => PostAsync(company, $$$"""
        {"id":"b{{{number}}}","member":"wu","type":"like-given","subject":"other-{{{number}}}","counterparty":"chen",
         "facts":{"own-post":false}}
        """);

    private async Task<Answer> PostAsync(string community, string activity) =>
        (await api.PostActivityAsync(community, activity)).Expect(200);
}
