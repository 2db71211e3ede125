using Rewards.Server.Tests.Running;

namespace Rewards.Server.Tests.Stories;

/// <summary>Moderators mute and ban: what is done then is recorded without award, and says so.</summary>
public sealed class StandingStory(SharedServer server)
{
    private readonly Api api = server.Api;

    [Fact]
    public async Task Ban_ThenAppeal_WithholdsAwardsInBetween()
    {
        var site = await server.OpenLikeAsync("ops-articles");
        var banned = await StandAsync(site, "k1", """{"standing":"banned","reason":"Sold likes."}""");
        Assert.Equal(("banned", "1", "banned"), (
            banned["change.standing"], banned["change.number"], banned["current.is"]));

        var quiz = (await api.PostActivityAsync(site, Bodies.Quiz("q1", "lin"))).Expect(200);
        Assert.Equal((0, "banned"), (quiz.Count("awards"), quiz["receipt.rules.0.outcome"]));
        var receipt = (await api.GetAsync($"{Lin(site)}/activities/q1/receipt")).Expect(200);
        Assert.Equal(("未获得：你已被封禁。", "Nothing: you are banned."), (
            receipt["sentences.0.zh"], receipt["sentences.0.en"]));
        Assert.Null(receipt["smallestChange"]);

        await StandAsync(site, "k2", """{"standing":"good","reason":"The appeal was right."}""");
        Assert.Equal("good", (await api.GetAsync(Lin(site))).Expect(200)["standing.is"]);
        var history = (await api.GetAsync($"{Lin(site)}/standing?limit=1")).Expect(200);
        Assert.Equal(("The appeal was right.", "2"), (history["items.0.reason"], history["next"]));
        Assert.Equal("5", (await api.PostActivityAsync(site, Bodies.Quiz("q2", "lin"))).Expect(200)["awards.0.amount"]);
    }

    [Fact]
    public async Task Mute_WithAnEnd_TellsTheWait()
    {
        var site = await server.OpenLikeAsync("ops-articles");
        await StandAsync(site, "k1", """{"standing":"muted","until":"2099-01-01T00:00:00Z","reason":"Flooding."}""");

        (await api.PostActivityAsync(site, Bodies.Quiz("q1", "lin"))).Expect(200);

        var receipt = (await api.GetAsync($"{Lin(site)}/activities/q1/receipt")).Expect(200);
        Assert.Equal(("Nothing: you are muted; free again at 2099-01-01 08:00.", "wait", "2099-01-01T00:00:00Z"), (
            receipt["sentences.0.en"], receipt["smallestChange.kind"], receipt["smallestChange.until"]));
    }

    [Theory]
    [InlineData("""{"standing":"gone","reason":"x"}""", "invalid-value")]
    [InlineData("""{"standing":"banned"}""", "missing-field")]
    [InlineData("""{"standing":"muted","until":"tomorrow","reason":"x"}""", "invalid-time")]
    [InlineData("""{"standing":"muted","for":"P1D","reason":"x"}""", "unknown-field")]
    public async Task Standing_OfAMalformedBody_IsRefused(string body, string code) =>
        (await api.PostAsync("/v1/communities/ops-articles/members/lin/standing", body, idempotencyKey: "k"))
            .ExpectProblem(code, 400);

    [Fact]
    public async Task Standing_ByTheSameKeyForSomethingElse_IsAConflict()
    {
        var site = await server.OpenLikeAsync("ops-articles");
        await StandAsync(site, "k", """{"standing":"banned","reason":"x"}""");
        Assert.Equal("true", (await StandAsync(site, "k", """{"standing":"banned","reason":"x"}"""))["replayed"]);

        var other = await api.PostAsync(
            $"{Lin(site)}/standing", """{"standing":"good","reason":"x"}""", idempotencyKey: "k");

        other.ExpectProblem("id-conflict", 409);
    }

    private static string Lin(string site) => $"/v1/communities/{site}/members/lin";

    private async Task<Answer> StandAsync(string site, string key, string body) =>
        (await api.PostAsync($"{Lin(site)}/standing", body, idempotencyKey: key)).Expect(200);
}
