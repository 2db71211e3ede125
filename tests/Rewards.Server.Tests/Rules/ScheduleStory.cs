using System.Globalization;
using Rewards.Server.Tests.Running;

namespace Rewards.Server.Tests.Rules;

/// <summary>An operator plans new rules for tomorrow.</summary>
public sealed class ScheduleStory
{
    [Fact]
    public async Task Rules_ForTomorrow_AreListedDecideFromThenOnAndCanBeCancelledBefore()
    {
        using var setup = new ServerSetup().WithExamples();
        var clock = new JumpingClock(new DateTimeOffset(2026, 11, 25, 8, 0, 0, TimeSpan.Zero));
        await using var server = await InProcessServer.StartAsync(setup, clock);
        var api = server.Api;
        var programme = (await api.GetAsync(Rules + "/1")).At("programme")!;
        programme["rules"]![0]!["give"]!["feathers"] = 6;

        var planned = (await api.PostAsync(
            Rules + "?basedOn=1&note=autumn&effectiveAt=2026-11-26T00:00:00Z", programme.ToJsonString())).Expect(201);
        Assert.Equal(("2", "scheduled", "2026-11-26T00:00:00Z"), (
            planned["version"], planned["status"], planned["effectiveAt"]));
        Assert.Equal("1", (await api.GetAsync("/v1/communities/ops-articles"))["rulesVersion"]);
        var conflict = (await api.PostAsync(Rules + "?basedOn=2", programme.ToJsonString()))
            .ExpectProblem("version-scheduled", 409);
        Assert.Equal(("2", "2026-11-26T00:00:00Z"), (conflict["version"], conflict["scheduledFor"]));

        Assert.Equal("5", await QuizAsync(api, "q1"));
        clock.Jump(TimeSpan.FromHours(16));
        Assert.Equal("6", await QuizAsync(api, "q2"));
        var list = (await api.GetAsync(Rules)).Expect(200);
        Assert.Equal(("in-force", "superseded"), (list["items.0.status"], list["items.1.status"]));

        (await api.PostAsync(Rules + "?basedOn=2&effectiveAt=2026-11-27T00:00:00Z", programme.ToJsonString()))
            .Expect(201);
        var cancelled = (await api.PostAsync(Rules + "/3/cancellation", "")).Expect(200);
        Assert.Equal(("cancelled", "admin"), (cancelled["status"], cancelled["cancelledBy"]));
        (await api.PostAsync(Rules + "/2/cancellation", "")).ExpectProblem("version-in-force", 409);
        (await api.PostAsync(Rules + "/9/cancellation", "")).ExpectProblem("unknown-rules-version", 404);
        clock.Jump(TimeSpan.FromDays(2));
        Assert.Equal("2", (await api.GetAsync("/v1/communities/ops-articles"))["rulesVersion"]);
    }

    [Theory]
    [InlineData("tomorrow", "invalid-time", 400)]
    [InlineData("2026-11-26T00:00:00%2B08:00", "invalid-time", 400)]
    [InlineData("2028-01-01T00:00:00Z", "time-out-of-range", 422)]
    public async Task Rules_ForATimeThatIsNone_AreRefused(string time, string problem, int status)
    {
        using var setup = new ServerSetup().WithExamples();
        var clock = new JumpingClock(new DateTimeOffset(2026, 11, 25, 8, 0, 0, TimeSpan.Zero));
        await using var server = await InProcessServer.StartAsync(setup, clock);
        var programme = (await server.Api.GetAsync(Rules + "/1")).At("programme")!.ToJsonString();

        (await server.Api.PostAsync(string.Create(CultureInfo.InvariantCulture,
            $"{Rules}?basedOn=1&effectiveAt={time}"), programme)).ExpectProblem(problem, status);
    }

    private const string Rules = "/v1/communities/ops-articles/rules";

    private static async Task<string?> QuizAsync(Api api, string id) =>
        (await api.PostActivityAsync("ops-articles", Bodies.Quiz(id, "lin", "article-" + id))).Expect(200)
            ["awards.0.amount"];
}
