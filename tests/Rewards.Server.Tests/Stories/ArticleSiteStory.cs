using Rewards.Server.Tests.Running;

namespace Rewards.Server.Tests.Stories;

/// <summary>Community A, an article site that pays in feathers, with every figure that it publishes.</summary>
public sealed class ArticleSiteStory(SharedServer server)
{
    private readonly Api api = server.Api;

    [Fact]
    public async Task Quiz_RightAnswer_EarnsFiveOncePerMemberAndArticle()
    {
        var site = await server.OpenLikeAsync("ops-articles");

        var first = await PostAsync(site, Bodies.Quiz("q1", "lin"));
        Assert.Equal(("5", "5", "granted", "quiz-right", "1"), (
            first["awards.0.amount"], first["awards.0.asked"], first["awards.0.status"],
            first["awards.0.rule"], first["awards.0.ruleVersion"]));
        Assert.Equal("5", first["balances.feathers.available"]);

        var again = await PostAsync(site, Bodies.Quiz("q2", "lin"));
        Assert.Equal(0, again.Count("awards"));
        Assert.Equal(("limit-reached", "member-and-subject", "lifetime", "times", "1", "1"), (
            again["receipt.rules.0.outcome"], again["receipt.rules.0.limit.per"], again["receipt.rules.0.limit.within"],
            again["receipt.rules.0.limit.unit"], again["receipt.rules.0.limit.used"],
            again["receipt.rules.0.limit.maximum"]));

        var elsewhere = await PostAsync(site, Bodies.Quiz("q3", "lin", article: "article-8"));
        Assert.Equal("10", elsewhere["balances.feathers.available"]);
        var another = await PostAsync(site, Bodies.Quiz("q1", "mei"));
        Assert.Equal("5", another["balances.feathers.available"]);
    }

    [Fact]
    public async Task Quiz_WrongAnswer_EarnsNothingAndTheReceiptTellsTheCondition()
    {
        var site = await server.OpenLikeAsync("ops-articles");

        var wrong = await PostAsync(site, Bodies.Quiz("q1", "lin", correct: false));

        Assert.Equal(0, wrong.Count("awards"));
        Assert.Equal(("rules-considered", "1"), (wrong["receipt.reason"], wrong["receipt.rulesVersion"]));
        Assert.Equal(("quiz-right", "condition-failed", "5", "0"), (
            wrong["receipt.rules.0.rule"], wrong["receipt.rules.0.outcome"],
            wrong["receipt.rules.0.gives.0.asked"], wrong["receipt.rules.0.gives.0.granted"]));
        Assert.Equal(("correct", "is", "false", "true"), (
            wrong["receipt.rules.0.condition.fact"], wrong["receipt.rules.0.condition.test"],
            wrong["receipt.rules.0.condition.value"], wrong["receipt.rules.0.condition.threshold"]));

        // "Read more carefully next time": the right answer afterwards still earns.
        Assert.Equal("5", (await PostAsync(site, Bodies.Quiz("q2", "lin")))["awards.0.amount"]);
    }

    [Fact]
    public async Task Recommendation_Successful_EarnsTen()
    {
        var site = await server.OpenLikeAsync("ops-articles");

        var failed = await PostAsync(site, Bodies.Recommendation("r1", "lin", "mei", successful: false));
        Assert.Equal(0, failed.Count("awards"));
        var successful = await PostAsync(site, Bodies.Recommendation("r2", "lin", "mei"));
        Assert.Equal(("10", "recommendation"), (successful["awards.0.amount"], successful["awards.0.rule"]));
    }

    [Fact]
    public async Task Comment_Approved_EarnsTenOnlyThen()
    {
        var site = await server.OpenLikeAsync("ops-articles");

        var comment = await PostAsync(site, Bodies.Comment("c1", "lin"));
        Assert.Equal(("10", "pending"), (comment["awards.0.amount"], comment["awards.0.status"]));
        Assert.NotNull(comment["awards.0.lapsesAt"]);
        Assert.Equal(("0", "10"), (comment["balances.feathers.available"], comment["balances.feathers.pending"]));

        var approved = await ReviewAsync(site, "lin", "c1", """{"decision":"approve"}""");
        Assert.Equal(("granted", "pending"), (approved["current.status"], approved["awards.0.status"]));
        Assert.Equal(("10", "0"), (approved["balances.feathers.available"], approved["balances.feathers.pending"]));
        var again = await ReviewAsync(site, "lin", "c1", """{"decision":"approve"}""");
        Assert.Equal(("true", "10"), (again["replayed"], again["balances.feathers.available"]));
    }

    [Fact]
    public async Task Comment_Rejected_EarnsNothingAndTheReasonIsInTheLedger()
    {
        var site = await server.OpenLikeAsync("ops-articles");
        await PostAsync(site, Bodies.Comment("c1", "lin"));

        var rejected = await ReviewAsync(site, "lin", "c1", """{"decision":"reject","reason":"广告"}""");

        Assert.Equal("rejected", rejected["current.status"]);
        Assert.Equal(("0", "0"), (rejected["balances.feathers.available"], rejected["balances.feathers.pending"]));
        var ledger = await api.GetAsync($"/v1/communities/{site}/members/lin/ledger");
        Assert.Equal(("rejection", "广告", "c1", "10", "pending", "issuance"), (
            ledger["items.0.cause.kind"], ledger["items.0.cause.reason"], ledger["items.0.cause.activity"],
            ledger["items.0.amount"], ledger["items.0.from"], ledger["items.0.to"]));
    }

    [Fact]
    public async Task Share_FourFriends_EarnsFifteenPerArticleAndTheReceiptTellsTheCap()
    {
        var site = await server.OpenLikeAsync("ops-articles");

        var amounts = new List<string?>();
        for (var friend = 1; friend <= 3; friend++)
        {
            amounts.Add((await PostAsync(site, Bodies.Share($"s{friend}", "lin")))["awards.0.amount"]);
        }

        Assert.Equal(["5", "5", "5"], amounts);
        var fourth = await PostAsync(site, Bodies.Share("s4", "lin"));
        Assert.Equal(0, fourth.Count("awards"));
        Assert.Equal(("limit-reached", "amount", "15", "15", "15"), (
            fourth["receipt.rules.0.outcome"], fourth["receipt.rules.0.limit.unit"],
            fourth["receipt.rules.0.limit.used"], fourth["receipt.rules.0.limit.maximum"],
            fourth["balances.feathers.available"]));
        Assert.Equal("5", (await PostAsync(site, Bodies.Share("s5", "lin", "article-8")))["awards.0.amount"]);
    }

    [Fact]
    public async Task ADay_LedgerMemberAndTotals_Agree()
    {
        var site = await server.OpenLikeAsync("ops-articles");
        await PostAsync(site, Bodies.Quiz("q1", "lin"));
        await PostAsync(site, Bodies.Recommendation("r1", "lin", "mei"));
        await PostAsync(site, Bodies.Comment("c1", "lin"));
        await PostAsync(site, Bodies.Comment("c2", "lin"));
        await PostAsync(site, Bodies.Comment("c3", "lin"));
        await ReviewAsync(site, "lin", "c1", """{"decision":"approve"}""");
        await ReviewAsync(site, "lin", "c2", """{"decision":"reject","reason":"off topic"}""");
        await PostAsync(site, Bodies.Share("s1", "lin"));
        await PostAsync(site, Bodies.Quiz("q1", "mei"));
        (await api.PostAsync($"/v1/communities/{site}/members/lin/activities/r1/reversal", """{"reason":"not true"}"""))
            .Expect(200);

        var member = (await api.GetAsync($"/v1/communities/{site}/members/lin")).Expect(200);
        Assert.Equal(("20", "10", "0"), (
            member["balances.feathers.available"], member["balances.feathers.pending"],
            member["balances.feathers.held"]));
        var ledger = (await api.GetAsync($"/v1/communities/{site}/members/lin/ledger")).Expect(200);
        Assert.Equal((20, 10), (Balance(ledger, "available"), Balance(ledger, "pending")));

        // On the way there outstanding is 25 once before, while the rejected comment is still pending.
        var totals = await Totals.UntilAsync(
            api, site, it => it["totals.feathers.outstanding"] == "25" && it["totals.feathers.pending"] == "10");
        Assert.Equal(("25", "10", "25", "0", "0"), (
            totals["totals.feathers.issued"], totals["totals.feathers.pending"], totals["totals.feathers.outstanding"],
            totals["totals.feathers.spent"], totals["totals.feathers.shortfall"]));
    }

    /// <summary>What an account of the member holds after all postings of a page that shows the whole ledger.</summary>
    private static long Balance(Answer ledger, string account) => Enumerable.Range(0, ledger.Count("items"))
        .Sum(i => ledger.Number($"items.{i}.amount")
            * ((ledger[$"items.{i}.to"] == account ? 1 : 0) - (ledger[$"items.{i}.from"] == account ? 1 : 0)));

    private async Task<Answer> PostAsync(string site, string activity) =>
        (await api.PostActivityAsync(site, activity)).Expect(200);

    private async Task<Answer> ReviewAsync(string site, string member, string activity, string review) =>
        (await api.PostAsync($"/v1/communities/{site}/members/{member}/activities/{activity}/review", review))
            .Expect(200);
}
