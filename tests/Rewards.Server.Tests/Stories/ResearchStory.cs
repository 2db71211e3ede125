using Rewards.Server.Tests.Running;

namespace Rewards.Server.Tests.Stories;

/// <summary>Community C, research services: 300 points for members active in a discussion on hot content.</summary>
public sealed class ResearchStory(SharedServer server)
{
    private readonly Api api = server.Api;

    [Fact]
    public async Task Discussion_ActiveInAHotOneByStaff_EarnsThreeHundredAfterReviewOncePerDiscussion()
    {
        var group = await server.OpenLikeAsync("research-services");

        var joined = await PostAsync(group, Joined("d1", "discussion-1", messages: 3));
        Assert.Equal(("300", "pending"), (joined["awards.0.amount"], joined["awards.0.status"]));
        Assert.Equal(("chinese-paper", "pending", "translation-page", "2"), (
            joined["entitlements.0.item"], joined["entitlements.0.status"], joined["entitlements.1.item"],
            joined["entitlements.1.quantity"]));
        Assert.Equal(0, (await EntitlementsAsync(group)).Count("items"));
        var approved = await ReviewAsync(group, "d1", "approve");
        Assert.Equal(("300", "0"), (approved["balances.points.available"], approved["balances.points.pending"]));
        Assert.Null(approved["awards.0.expiresAt"]);

        var again = await PostAsync(group, Joined("d2", "discussion-1", messages: 9));
        Assert.Equal("limit-reached", again["receipt.rules.0.outcome"]);
        Assert.Equal("false", again["receipt.rules.0.gives.1.granted"]);
        Assert.Equal(2, (await EntitlementsAsync(group)).Count("items"));
    }

    [Fact]
    public async Task Discussion_Approved_GivesAPaperAndTwoPagesToClaimForNinetyDays()
    {
        var group = await server.OpenLikeAsync("research-services");
        await PostAsync(group, Joined("d1", "discussion-1", messages: 3));
        await ReviewAsync(group, "d1", "approve");

        var list = await EntitlementsAsync(group);

        Assert.Equal(2, list.Count("items"));
        Assert.Equal(("download", "chinese-paper", "中文论文免费下载", "1", "active"), (
            list["items.0.kind"], list["items.0.item"], list["items.0.names.zh"], list["items.0.quantity"],
            list["items.0.status"]));
        Assert.Equal(("coupon", "translation-page", "free page of document translation", "2", "active"), (
            list["items.1.kind"], list["items.1.item"], list["items.1.names.en"], list["items.1.quantity"],
            list["items.1.status"]));
        Assert.Equal(("d1", "hot-discussion", "1"), (
            list["items.0.activity"], list["items.0.rule"], list["items.0.ruleVersion"]));
        Assert.EndsWith("T16:00:00Z", list["items.0.expiresAt"], StringComparison.Ordinal);
        Assert.NotEqual(list["items.0.id"], list["items.1.id"]);
        var words = (await api.GetAsync(
            $"/v1/communities/{group}/members/wang/activities/d1/receipt")).Expect(200);
        Assert.Equal(
            "You got 300 points, 1 × free download of a Chinese paper, 2 × free page of document translation.",
            words["sentences.0.en"]);

        (await api.PostAsync(
            $"/v1/communities/{group}/members/wang/activities/d1/reversal", """{"reason":"copied"}""")).Expect(200);
        var after = await EntitlementsAsync(group);
        Assert.Equal(("taken-back", "taken-back"), (after["items.0.status"], after["items.1.status"]));
    }

    [Fact]
    public async Task Entitlements_OfNobodyOrWithABadCursor_AreProblems()
    {
        var group = await server.OpenLikeAsync("research-services");
        var list = $"/v1/communities/{group}/members/nobody/entitlements";

        (await api.GetAsync(list)).ExpectProblem("unknown-member", 404);
        (await api.GetAsync(list + "?after=!")).ExpectProblem("invalid-cursor", 400);
        (await api.GetAsync(list + "?limit=0")).ExpectProblem("invalid-query", 400);
    }

    [Fact]
    public async Task Discussion_TooFewMessages_TheReceiptTellsHowMany()
    {
        var group = await server.OpenLikeAsync("research-services");

        var silent = await PostAsync(group, Joined("d1", "discussion-1", messages: 2));

        Assert.Equal(("messages", "atLeast", "2", "3"), (
            silent["receipt.rules.0.condition.fact"], silent["receipt.rules.0.condition.test"],
            silent["receipt.rules.0.condition.value"], silent["receipt.rules.0.condition.threshold"]));
    }

    [Fact]
    public async Task Discussion_RejectedOne_FreesThePlaceInTheWeek()
    {
        var group = await server.OpenLikeAsync("research-services");
        await PostAsync(group, Joined("d1", "discussion-1", messages: 5));
        await PostAsync(group, Joined("d2", "discussion-2", messages: 5));
        Assert.Equal(0, (await PostAsync(group, Joined("d3", "discussion-3", messages: 5))).Count("awards"));

        await ReviewAsync(group, "d1", "reject");

        Assert.Equal("300", (await PostAsync(group, Joined("d4", "discussion-4", messages: 5)))["awards.0.amount"]);
        Assert.Equal(0, (await PostAsync(group, Joined("d5", "discussion-5", messages: 5))).Count("awards"));
    }

    [Fact]
    public async Task Reversal_OfSpentPoints_IsOwed()
    {
        var group = await server.OpenLikeAsync("research-services");
        await PostAsync(group, Joined("d1", "discussion-1", messages: 5));
        await ReviewAsync(group, "d1", "approve");
        var members = $"/v1/communities/{group}/members/wang";
        (await api.PostAsync(
            $"{members}/adjustments", """{"currency":"points","amount":-200,"reason":"a prize handed out by hand"}""",
            idempotencyKey: "k1")).Expect(200);

        var reversed =
            await api.PostAsync($"{members}/activities/d1/reversal", """{"reason":"copied from elsewhere"}""");

        Assert.Equal(("reversed", "-200"), (
            reversed.Expect(200)["current.status"], reversed["balances.points.available"]));
        var totals = await Totals.UntilAsync(api, group, it => it["totals.points.outstanding"] == "-200");
        Assert.Equal(("0", "-200", "-200"), (
            totals["totals.points.issued"], totals["totals.points.adjusted"], totals["totals.points.outstanding"]));
    }

    [Fact]
    public async Task Introduction_ADuty_IsRecordedAndEarnsNothing()
    {
        var group = await server.OpenLikeAsync("research-services");

        var introduced = await PostAsync(
            group,
            """
            {"id":"i1","member":"wang","type":"newcomer-introduced",
             "facts":{"asked-question":true,"introduction":"北京 王某 生物"}}
            """);

        Assert.Equal("no-rule-for-type", introduced["receipt.reason"]);
    }

    private static string Joined(string id, string discussion, int messages) =>
        $$$"""
        {"id":"{{{id}}}","member":"wang","type":"discussion-joined","subject":"{{{discussion}}}",
         "facts":{"opened-by-staff":true,"hot-content":true,"messages":{{{messages}}}}}
        """;

    private async Task<Answer> EntitlementsAsync(string group) =>
        (await api.GetAsync($"/v1/communities/{group}/members/wang/entitlements")).Expect(200);

    private async Task<Answer> PostAsync(string group, string activity) =>
        (await api.PostActivityAsync(group, activity)).Expect(200);

    private async Task<Answer> ReviewAsync(string group, string activity, string decision) =>
        (await api.PostAsync(
            $"/v1/communities/{group}/members/wang/activities/{activity}/review", $$"""{"decision":"{{decision}}"}"""))
        .Expect(200);
}
