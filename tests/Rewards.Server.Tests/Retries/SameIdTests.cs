using Rewards.Server.Tests.Running;

namespace Rewards.Server.Tests.Retries;

/// <summary>An id means once, for ever: at the same time, after a restart, after the member left memory.</summary>
public sealed class SameIdTests(SharedServer shared)
{
    private const int AtOnce = 64;
    private const string Site = "ops-articles";

    [Fact]
    public async Task SameId_SixtyFourAtOnce_OneEffectAndTheRestReplays()
    {
        var site = await shared.OpenLikeAsync(Site);
        var activity = Bodies.Quiz("once", "lin");

        var answers = await Task.WhenAll(
            Enumerable.Range(0, AtOnce).Select(_ => shared.Api.PostActivityAsync(site, activity)));

        Assert.All(answers, answer => answer.Expect(200));
        Assert.Single(answers, answer => answer["replayed"] == "false");
        Assert.Equal(AtOnce - 1, answers.Count(answer => answer["replayed"] == "true"));
        Assert.All(answers, answer => Assert.Equal("5", answer["awards.0.amount"]));
        Assert.Single(answers.Select(answer => answer.At("awards")!.ToJsonString()).Distinct());
        Assert.Single(answers.Select(answer => answer.At("receipt")!.ToJsonString()).Distinct());
        await AssertOneEffectAsync(shared.Api, site);
    }

    [Fact]
    public async Task SameId_OtherBodiesAtOnce_OneEffectAndConflicts()
    {
        var site = await shared.OpenLikeAsync(Site);

        var answers = await Task.WhenAll(Enumerable.Range(0, AtOnce)
            .Select(i => shared.Api.PostActivityAsync(site, Bodies.Quiz("once", "lin", $"article-{i}"))));

        Assert.Single(answers, answer => answer.Status == 200);
        Assert.All(answers.Where(answer => answer.Status != 200), answer =>
            Assert.Equal("once", answer.ExpectProblem("id-conflict", 409)["id"]));
        await AssertOneEffectAsync(shared.Api, site);
    }

    [Fact]
    public async Task SameId_AbsentOptionalAgainstEmpty_IsAConflict()
    {
        var site = await shared.OpenLikeAsync("company-lantern");
        (await shared.Api.PostActivityAsync(site, """{"id":"a","member":"m","type":"t"}""")).Expect(200);

        (await shared.Api.PostActivityAsync(site, """{"id":"a","member":"m","type":"t","subject":"s"}"""))
            .ExpectProblem("id-conflict", 409);
        var sameInOtherSpelling = """ { "facts" : {}, "type":"\u0074", "member":"m", "id":"a" } """;
        Assert.Equal("true", (await shared.Api.PostActivityAsync(site, sameInOtherSpelling)).Expect(200)["replayed"]);
    }

    [Fact]
    public async Task SameId_AfterARestart_IsAReplay()
    {
        using var setup = new ServerSetup().WithExamples();
        var activity = Bodies.Quiz("once", "lin");
        await using (var before = await RewardsServer.StartAsync(setup))
        {
            (await before.Api.PostActivityAsync(Site, activity)).Expect(200);
            Assert.Equal(0, await before.StopAsync());
        }

        await using var after = await RewardsServer.StartAsync(setup);
        await AssertReplayAndConflictAsync(after.Api, activity);
    }

    [Fact]
    public async Task SameId_AfterTheMemberLeftMemory_IsAReplay()
    {
        const int activeMax = 100;
        using var setup = new ServerSetup(activeMax: activeMax).WithExamples();
        await using var server = await RewardsServer.StartAsync(setup);
        var activity = Bodies.Quiz("once", "lin");
        (await server.Api.PostActivityAsync(Site, activity)).Expect(200);

        for (var i = 0; i < 5 * activeMax; i++)
        {
            (await server.Api.PostActivityAsync(Site, Bodies.Quiz("once", $"other-{i}"))).Expect(200);
        }

        await AssertReplayAndConflictAsync(server.Api, activity);
    }

    [Fact]
    public async Task Adjustment_SameIdempotencyKeyAtOnce_OneEffect()
    {
        var site = await shared.OpenLikeAsync(Site);
        var address = $"/v1/communities/{site}/members/lin/adjustments";
        var body = """{"currency":"feathers","amount":7,"reason":"prize of the month"}""";

        var answers = await Task.WhenAll(
            Enumerable.Range(0, AtOnce).Select(_ => shared.Api.PostAsync(address, body, idempotencyKey: "prize-1")));

        Assert.All(answers, answer => answer.Expect(200));
        Assert.Single(answers, answer => answer["replayed"] == "false");
        var other = body.Replace("7", "8", StringComparison.Ordinal);
        (await shared.Api.PostAsync(address, other, idempotencyKey: "prize-1")).ExpectProblem("id-conflict", 409);
        Assert.Equal("7",
            (await shared.Api.GetAsync($"/v1/communities/{site}/members/lin"))["balances.feathers.available"]);
    }

    private static async Task AssertReplayAndConflictAsync(Api api, string activity)
    {
        var replays =
            await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => api.PostActivityAsync(Site, activity)));
        Assert.All(replays, replay => Assert.Equal(
            ("true", "5", "granted"),
            (replay.Expect(200)["replayed"], replay["awards.0.amount"], replay["current.status"])));
        (await api.PostActivityAsync(Site, Bodies.Quiz("once", "lin", correct: false)))
            .ExpectProblem("id-conflict", 409);
        await AssertOneEffectAsync(api, Site);
    }

    private static async Task AssertOneEffectAsync(Api api, string site)
    {
        var member = await api.GetAsync($"/v1/communities/{site}/members/lin");
        Assert.Equal("5", member.Expect(200)["balances.feathers.available"]);
        Assert.Equal(1, (await api.GetAsync($"/v1/communities/{site}/members/lin/ledger")).Count("items"));
    }
}
