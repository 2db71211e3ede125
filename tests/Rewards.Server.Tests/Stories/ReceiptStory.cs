using Rewards.Server.Tests.Running;

namespace Rewards.Server.Tests.Stories;

/// <summary>Members read why, in their language, and what would have given more.</summary>
public sealed class ReceiptStory(SharedServer server)
{
    private readonly Api api = server.Api;

    [Fact]
    public async Task Receipt_OfAWrongAnswer_NamesTheFactThatWouldHaveHelped()
    {
        var site = await server.OpenLikeAsync("ops-articles");
        await PostAsync(site, Bodies.Quiz("q1", "lin", correct: false));

        var receipt = await ReceiptAsync(site, "lin", "q1");

        Assert.Equal("未获得：条件未满足（correct 为 false，要求是 true）。", receipt["sentences.0.zh"]);
        Assert.Equal("Nothing: correct is false, and must be true.", receipt["sentences.0.en"]);
        Assert.Equal(("fact", "correct", "true", "quiz-right"), (
            receipt["smallestChange.kind"], receipt["smallestChange.fact"], receipt["smallestChange.value"],
            receipt["smallestChange.rule"]));
        Assert.Equal(
            "With correct true, the rule quiz-right would have given more.", receipt["smallestChange.en"]);
    }

    [Fact]
    public async Task Receipt_OfAFloodOfPosts_NamesTheWait()
    {
        var company = await server.OpenLikeAsync("company-lantern");
        await PostAsync(company, Post("p1"));
        await PostAsync(company, Post("p2"));

        var receipt = await ReceiptAsync(company, "chen", "p2");

        Assert.Equal(("wait", "post"), (receipt["smallestChange.kind"], receipt["smallestChange.rule"]));
        Assert.Equal(receipt["receipt.rules.1.limit.freeAgainAt"], receipt["smallestChange.until"]);
        Assert.StartsWith("Nothing: less than 300 seconds since the last time; free again at 20",
            receipt["sentences.1.en"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Receipt_OfADiscountedRecommendation_NamesAnotherPerson()
    {
        var site = await server.OpenLikeAsync("ops-articles");
        await PostAsync(site, Bodies.Recommendation("r1", "lin", "bo"));
        await PostAsync(site, Bodies.Recommendation("r2", "lin", "bo"));

        var receipt = await ReceiptAsync(site, "lin", "r2");

        Assert.Equal("You got 5 feathers: after 1 time with the same person this counts 50 %.",
            receipt["sentences.0.en"]);
        Assert.Equal("other-counterparty", receipt["smallestChange.kind"]);
    }

    [Fact]
    public async Task Receipt_OfAPendingAward_SaysSoUntilItIsReviewed()
    {
        var site = await server.OpenLikeAsync("ops-articles");
        await PostAsync(site, Bodies.Comment("c1", "lin"));
        await PostAsync(site, Bodies.Comment("c2", "lin"));
        var waiting = await ReceiptAsync(site, "lin", "c1");
        await OperateAsync(site, "c1/review", """{"decision":"approve"}""");
        await OperateAsync(site, "c2/review", """{"decision":"reject"}""");
        var approved = await ReceiptAsync(site, "lin", "c1");
        var rejected = await ReceiptAsync(site, "lin", "c2");

        Assert.Equal(
            ("审核中：通过后获得 10 羽毛。", "In review: 10 feathers after approval."),
            (waiting["sentences.0.zh"], waiting["sentences.0.en"]));
        Assert.Equal(
            ("获得 10 羽毛。", "You got 10 feathers."), (approved["sentences.0.zh"], approved["sentences.0.en"]));
        Assert.Equal(
            ("审核未通过：未获得 10 羽毛。", "Rejected in review: not given 10 feathers."),
            (rejected["sentences.0.zh"], rejected["sentences.0.en"]));
    }

    [Fact]
    public async Task Receipt_OfAReversedActivity_SaysThatItWasTakenBack()
    {
        var site = await server.OpenLikeAsync("ops-articles");
        await PostAsync(site, Bodies.Quiz("q1", "lin", correct: true));
        await OperateAsync(site, "q1/reversal", """{"reason":"copied"}""");

        var receipt = await ReceiptAsync(site, "lin", "q1");

        Assert.Equal(
            ("已收回 5 羽毛。", "Taken back: 5 feathers."), (receipt["sentences.0.zh"], receipt["sentences.0.en"]));
    }

    [Fact]
    public async Task Receipt_OfAnUnknownActivity_IsAProblem() =>
        (await api.GetAsync("/v1/communities/ops-articles/members/nobody/activities/a/receipt"))
            .ExpectProblem("unknown-activity", 404);

    private static string Post(string id) => Bodies.Write(new Dictionary<string, object>
    {
        ["id"] = id,
        ["member"] = "chen",
        ["type"] = "post-published",
        ["facts"] = new Dictionary<string, object> { ["board-kind"] = "club" },
    });

    private async Task PostAsync(string community, string activity) =>
        (await api.PostActivityAsync(community, activity)).Expect(200);

    private async Task OperateAsync(string community, string activity, string body) =>
        (await api.PostAsync($"/v1/communities/{community}/members/lin/activities/{activity}", body)).Expect(200);

    private async Task<Answer> ReceiptAsync(string community, string member, string activity) =>
        (await api.GetAsync($"/v1/communities/{community}/members/{member}/activities/{activity}/receipt")).Expect(200);
}
