using Rewards.Server.Tests.Running;

namespace Rewards.Server.Tests.Stories;

/// <summary>An operator tries six feathers for a quiz instead of five on half of the members.</summary>
public sealed class ExperimentStory(SharedServer server)
{
    private readonly Api api = server.Api;

    [Fact]
    public async Task Experiment_OnHalfOfTheMembers_PaysByTheDraftAndIsComparedInTheReport()
    {
        var site = await server.OpenLikeAsync("ops-articles");
        var draft = await server.ProgrammeOfAsync(site);
        draft["rules"]![0]!["give"]!["feathers"] = 6;
        var body = $$"""{"id":"six","percent":50,"note":"more?","programme":{{draft.ToJsonString()}}}""";

        var started = (await api.PostAsync($"/v1/communities/{site}/experiments", body)).Expect(201);
        Assert.Equal(("six", "running", "2", "50", "admin"), (
            started["id"], started["status"], started["version"], started["percent"], started["by"]));
        (await api.PostAsync($"/v1/communities/{site}/experiments", body)).Expect(201);
        var (five, six) = (0, 0);
        for (var i = 0; i < 20; i++)
        {
            var answer = (await api.PostActivityAsync(site, Bodies.Quiz("q", $"m{i}"))).Expect(200);
            var treated = answer["receipt.rulesVersion"] == "2";
            Assert.Equal(treated ? "6" : "5", answer["awards.0.amount"]);
            (five, six) = treated ? (five, six + 1) : (five + 1, six);
        }

        Assert.True(five > 0 && six > 0);
        var report = (await api.GetAsync($"/v1/communities/{site}/reports/match")).Expect(200);
        Assert.Equal(("six", $"{six}", $"{six}", $"{6 * six}", $"{6 * six}"), (
            report["experiments.0.experiment"], report["experiments.0.treatment.members"],
            report["experiments.0.treatment.awards"], report["experiments.0.treatment.pay"],
            report["experiments.0.treatment.rules.0.net"]));
        Assert.Equal(($"{five}", $"{5 * five}", "1"), (
            report["experiments.0.control.members"], report["experiments.0.control.pay"],
            report["experiments.0.control.rules.0.ruleVersion"]));

        var stopped = (await api.PostAsync($"/v1/communities/{site}/experiments/six/stop", "")).Expect(200);
        Assert.Equal(("ended", "admin"), (stopped["status"], stopped["stoppedBy"]));
        var list = (await api.GetAsync($"/v1/communities/{site}/experiments")).Expect(200);
        Assert.Equal(("six", "ended"), (list["items.0.id"], list["items.0.status"]));
        Assert.Equal(("experiment", "six"), (
            (await api.GetAsync($"/v1/communities/{site}/rules"))["items.0.status"],
            (await api.GetAsync($"/v1/communities/{site}/rules/2"))["experiment"]));
    }

    [Theory]
    [InlineData("""{"id":"six","percent":0,"version":1}""", "percent")]
    [InlineData("""{"id":"six","percent":100,"version":1}""", "percent")]
    [InlineData("""{"id":"six","percent":50.5,"version":1}""", "percent")]
    [InlineData("""{"id":"six","percent":50}""", "document")]
    [InlineData("""{"id":"six","percent":50,"version":1,"programme":{}}""", "document")]
    [InlineData("""{"id":"Six!","percent":50,"version":1}""", "id")]
    [InlineData("""{"percent":50,"version":1}""", "id")]
    [InlineData("""{"id":"six","percent":50,"version":1,"arms":2}""", "arms")]
    [InlineData("""{"id":"six","percent":50,"programme":{"community":"x"}}""", "name")]
    public async Task Experiment_WithABodyThatIsNone_SaysWhereAndWhatIsAllowed(string body, string field)
    {
        var answer = (await api.PostAsync("/v1/communities/ops-articles/experiments", body))
            .ExpectProblem("invalid-programme", 422);
        Assert.Contains(field, Enumerable.Range(0, answer.Count("errors")).Select(i => answer[$"errors.{i}.field"]));
    }

    [Fact]
    public async Task Experiment_WithAVersionThatIsNoneOrATimeThatIsPast_IsRefused()
    {
        var path = $"/v1/communities/{await server.OpenLikeAsync("ops-articles")}/experiments";
        (await api.PostAsync(path, """{"id":"six","percent":50,"version":9}"""))
            .ExpectProblem("unknown-rules-version", 404);
        (await api.PostAsync(path, """{"id":"six","percent":50,"version":1,"until":"2020-01-01T00:00:00Z"}"""))
            .ExpectProblem("time-out-of-range", 422);
        (await api.PostAsync(path, """{"id":"six","percent":50,"version":1,"until":"tomorrow"}"""))
            .ExpectProblem("invalid-time", 400);
    }
}
