using Rewards.Server.Tests.Running;

namespace Rewards.Server.Tests.Rules;

/// <summary>Operators publish programmes; each version stays as it is for ever.</summary>
public sealed class PublishTests(SharedServer server)
{
    private readonly Api api = server.Api;

    [Fact]
    public async Task Publish_ANewVersion_PaysByItAndOldReceiptsStayAsTheyWere()
    {
        var site = await server.OpenLikeAsync("ops-articles");
        (await api.PostActivityAsync(site, Bodies.Quiz("q1", "lin", correct: false))).Expect(200);
        var before = (await api.PostActivityAsync(site, Bodies.Quiz("q2", "lin"))).Expect(200);

        var programme = await server.ProgrammeOfAsync(site);
        programme["rules"]![0]!["id"] = "quiz-better";
        programme["rules"]![0]!["give"]!["feathers"] = 6;
        programme["rules"]![0]!["if"]!["is"] = false;
        var published =
            await api.PostAsync($"/v1/communities/{site}/rules?basedOn=1&note=more", programme.ToJsonString());

        Assert.Equal(("2", "admin", "more"), (published.Expect(201)["version"], published["by"], published["note"]));
        var after = (await api.PostActivityAsync(site, Bodies.Quiz("q3", "lin", "article-8", correct: false)))
            .Expect(200);
        Assert.Equal(("6", "quiz-better", "2", "2"), (
            after["awards.0.amount"], after["awards.0.rule"], after["awards.0.ruleVersion"],
            after["receipt.rulesVersion"]));
        var replay = (await api.PostActivityAsync(site, Bodies.Quiz("q2", "lin"))).Expect(200);
        Assert.Equal(before.At("awards")!.ToJsonString(), replay.At("awards")!.ToJsonString());
        Assert.Equal(before.At("receipt")!.ToJsonString(), replay.At("receipt")!.ToJsonString());
        var wrong = (await api.GetAsync($"/v1/communities/{site}/members/lin/activities/q1")).Expect(200);
        Assert.Equal(("quiz-right", "condition-failed", "true", "1"), (
            wrong["receipt.rules.0.rule"], wrong["receipt.rules.0.outcome"],
            wrong["receipt.rules.0.condition.threshold"], wrong["receipt.rulesVersion"]));
        var ledger = await api.GetAsync($"/v1/communities/{site}/members/lin/ledger");
        Assert.Equal(("quiz-better", "2", "quiz-right", "1"), (
            ledger["items.0.cause.rule"], ledger["items.0.cause.ruleVersion"],
            ledger["items.1.cause.rule"], ledger["items.1.cause.ruleVersion"]));
    }

    [Fact]
    public async Task Publish_TwoAtOnce_OneIsToldTheCurrentVersion()
    {
        var site = await server.OpenLikeAsync("ops-articles");
        var programme = await server.ProgrammeOfAsync(site);
        programme["name"] = "other";

        var answers = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ =>
            api.PostAsync($"/v1/communities/{site}/rules?basedOn=1", programme.ToJsonString())));

        Assert.Equal("2", Assert.Single(answers, answer => answer.Status == 201)["version"]);
        var conflict = Assert.Single(answers, answer => answer.Status != 201).ExpectProblem("publish-conflict", 409);
        Assert.Equal(("2", "1"), (conflict["currentVersion"], conflict["basedOn"]));
        Assert.Equal(2, (await api.GetAsync($"/v1/communities/{site}/rules")).Count("items"));
    }

    [Fact]
    public async Task Versions_ListedAndFetched_AreWhatWasPublished()
    {
        var site = await server.OpenLikeAsync("ops-articles");
        var programme = await server.ProgrammeOfAsync(site);
        programme["name"] = "羽毛";
        (await api.PostAsync($"/v1/communities/{site}/rules?basedOn=1", programme.ToJsonString())).Expect(201);

        var list = (await api.GetAsync($"/v1/communities/{site}/rules")).Expect(200);
        Assert.Equal(("2", "1"), (list["items.0.version"], list["items.1.version"]));
        var first = (await api.GetAsync($"/v1/communities/{site}/rules/1")).Expect(200);
        var second = (await api.GetAsync($"/v1/communities/{site}/rules/2")).Expect(200);
        Assert.Equal(("运维知识文章站", "羽毛"), (first["programme.name"], second["programme.name"]));
        Assert.Equal(list["items.0.documentHash"], second["documentHash"]);
        Assert.NotEqual(first["documentHash"], second["documentHash"]);
        var community = (await api.GetAsync($"/v1/communities/{site}")).Expect(200);
        Assert.Equal(("羽毛", "2"), (community["name"], community["rulesVersion"]));
        foreach (var version in new[] { "0", "3", "-1", "latest", "99999999999" })
        {
            (await api.GetAsync($"/v1/communities/{site}/rules/{version}")).ExpectProblem("unknown-rules-version", 404);
        }
    }

    [Fact]
    public async Task Publish_AnInvalidProgramme_SaysWhereAndWhatIsAllowed()
    {
        var site = await server.OpenLikeAsync("ops-articles");

        var answer = await api.PostAsync(
            $"/v1/communities/{site}/rules?basedOn=1",
            $$"""
            { "community": "{{site}}",
              "name": "broken",
              "timeZone": "Asia/Shangai",
              "currencies": { "feathers": { "names": { "zh": "羽毛" }, "expires": "never" } },
              "rules": [
                { "id": "a", "order": 1, "when": "quiz", "give": { "feathers": 0 } } ] }
            """);

        answer.ExpectProblem("invalid-programme", 422);
        var errors = Enumerable.Range(0, answer.Count("errors"))
            .Select(i => (Line: answer[$"errors.{i}.line"], Field: answer[$"errors.{i}.field"])).ToArray();
        Assert.Contains(("3", "timeZone"), errors);
        Assert.Contains(("6", "rules[0].give.feathers"), errors);
        Assert.All(Enumerable.Range(0, errors.Length), i => Assert.NotEmpty(answer[$"errors.{i}.message"]!));
        Assert.Equal(1, (await api.GetAsync($"/v1/communities/{site}/rules")).Count("items"));
    }

    [Theory]
    [InlineData("not JSON")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"community\":\"x\",\"community\":\"x\"}")]
    [InlineData("{}")]
    public async Task Publish_NoProgrammeAtAll_IsRefused(string body)
    {
        (await api.PostAsync("/v1/communities/never-opened/rules?basedOn=0", body))
            .ExpectProblem("invalid-programme", 422);
        (await api.GetAsync("/v1/communities/never-opened")).ExpectProblem("unknown-community", 404);
    }

    [Fact]
    public async Task Publish_TheProgrammeOfAnotherCommunity_OpensNothing()
    {
        var programme = await server.ProgrammeOfAsync("ops-articles");

        var answer = await api.PostAsync("/v1/communities/somewhere-else/rules?basedOn=0", programme.ToJsonString());

        Assert.Equal("community", answer.ExpectProblem("invalid-programme", 422)["errors.0.field"]);
        var communities = (await api.GetAsync("/v1/communities?limit=200")).Expect(200);
        Assert.DoesNotContain("somewhere-else", communities.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?basedOn=")]
    [InlineData("?basedOn=-1")]
    [InlineData("?basedOn=one")]
    [InlineData("?basedOn=2147483647")]
    [InlineData("?basedOn=1&basedOn=1")]
    [InlineData("?basedOn=1&force=true")]
    public async Task Publish_BadQuery_IsRefused(string query)
    {
        var programme = await server.ProgrammeOfAsync("ops-articles");
        (await api.PostAsync($"/v1/communities/ops-articles/rules{query}", programme.ToJsonString()))
            .ExpectProblem("invalid-query", 400);
    }

    [Fact]
    public async Task Publish_OnAVersionThatIsNone_IsAConflict()
    {
        var programme = await server.ProgrammeOfAsync("ops-articles");
        (await api.PostAsync("/v1/communities/ops-articles/rules?basedOn=7", programme.ToJsonString()))
            .ExpectProblem("publish-conflict", 409);
    }

    [Fact]
    public async Task Communities_Listed_ComeInPages()
    {
        await server.OpenLikeAsync("ops-articles");
        var names = new List<string>();
        string? after = null;
        do
        {
            var page = (await api.GetAsync("/v1/communities?limit=3" + (after is null ? "" : $"&after={after}")))
                .Expect(200);
            names.AddRange(Enumerable.Range(0, page.Count("items")).Select(i => page[$"items.{i}.id"]!));
            after = page["next"];
        }
        while (after is not null);

        Assert.Equal(names.Distinct().Order(StringComparer.Ordinal), names);
        Assert.Superset(new HashSet<string> { "ops-articles", "company-lantern", "research-services" },
            names.ToHashSet());
    }
}
