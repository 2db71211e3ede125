using System.Globalization;
using Rewards.Server.Tests.Running;

namespace Rewards.Server.Tests.Stories;

/// <summary>The article site pays more for quizzes, also for those of the days before; nobody loses anything.</summary>
public sealed class RetroactiveStory(SharedServer server)
{
    private readonly Api api = server.Api;

    [Fact]
    public async Task Quizzes_OfTheDaysBefore_AreGrantedTheDifferenceOnceSomebodyHasSeenIt()
    {
        var site = await server.OpenLikeAsync("ops-articles");
        var address = $"/v1/communities/{site}";
        (await api.PostActivityAsync(site, Bodies.Quiz("q1", "lin"))).Expect(200);
        (await api.PostActivityAsync(site, Bodies.Quiz("q2", "mei"))).Expect(200);
        (await api.PostActivityAsync(site, Bodies.Quiz("q3", "mei", correct: false))).Expect(200);
        var since = TimeProvider.System.GetUtcNow().AddDays(-3)
            .ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        var programme = await server.ProgrammeOfAsync(site);
        programme["rules"]!.AsArray().Single(rule => rule!["id"]!.GetValue<string>() == "quiz-right")!["give"]!
            ["feathers"] = 8;
        var published = await api.PostAsync(
            $"{address}/rules?basedOn=1&retroactivity=grants-only&since={since}", programme.ToJsonString());
        Assert.Equal(since, published.Expect(201)["grantsSince"]);
        Assert.Equal("declared", (await api.GetAsync(address + "/rules/2/grants")).Expect(200)["status"]);

        var lines = Api.LinesOf((await api.PostAsync(address + "/rules/2/grants/preview", "")).Expect(200))
            .Where(line => !line.Text.Contains("recordsRead", StringComparison.Ordinal)) // Progress, each second.
            .ToList();
        Assert.Equal(
            ["lin q1 3 quiz-right", "mei q2 3 quiz-right"],
            lines[..^1].Select(line => $"{line["member"]} {line["activity"]} {line["amount"]} {line["rule"]}"));
        Assert.Equal(("2", "6"), (lines[^1]["postings"], lines[^1]["amounts.feathers"]));
        Assert.Equal("5", (await api.GetAsync(address + "/members/lin")).Expect(200)["balances.feathers.available"]);

        var confirmation = $$"""{"preview":"{{lines[^1]["preview"]}}"}""";
        (await api.PostAsync(address + "/rules/2/grants", confirmation)).Expect(202);
        Answer done;
        do
        {
            done = (await api.GetAsync(address + "/rules/2/grants")).Expect(200);
        }
        while (done["status"] != "finished");
        Assert.Equal(("2", "6", "2"), (
            done["granted.postings"], done["granted.amounts.feathers"], done["previewed.postings"]));
        var again = await api.PostAsync(address + "/rules/2/grants", confirmation);
        Assert.Equal("finished", again.Expect(202)["status"]);

        Assert.Equal("8", (await api.GetAsync(address + "/members/lin")).Expect(200)["balances.feathers.available"]);
        var receipt = (await api.GetAsync(address + "/members/lin/activities/q1/receipt")).Expect(200);
        Assert.Equal(("2", "1", "3"), (
            receipt["retroactiveGrants.0.rulesVersion"], receipt["retroactiveGrants.0.decidedBy"],
            receipt["retroactiveGrants.0.grants.0.amount"]));
        Assert.Equal(
            "'quiz-right' of version 2 gives 3 feathers more than version 1 gave then: 3 were granted in retrospect.",
            receipt["retroactiveGrants.0.grants.0.en"]);
        Assert.Equal("5", receipt["receipt.rules.0.gives.0.granted"]);
        var ledger = (await api.GetAsync(address + "/members/lin/ledger?cause=retroactive-grant")).Expect(200);
        Assert.Equal(("3", "q1", "quiz-right", "2"), (
            ledger["items.0.amount"], ledger["items.0.cause.activity"], ledger["items.0.cause.rule"],
            ledger["items.0.cause.ruleVersion"]));

        (await api.PostAsync(address + "/members/lin/activities/q1/reversal", """{"reason":"copied"}""")).Expect(200);
        Assert.Equal("0", (await api.GetAsync(address + "/members/lin")).Expect(200)["balances.feathers.available"]);
    }

    [Theory]
    [InlineData("retroactivity=grants-only", "since")]
    [InlineData("since=2026-11-01T00:00:00Z", "since")]
    [InlineData("retroactivity=rewrite", "retroactivity")]
    public async Task Publishing_WithAWrongDeclaration_SaysWhatIsAllowed(string query, string parameter)
    {
        var refused = await api.PostAsync($"/v1/communities/ops-articles/rules?basedOn=1&{query}", "{}");

        Assert.Equal(parameter, refused.ExpectProblem("invalid-query", 400)["parameter"]);
    }
}
