using System.Diagnostics;
using Rewards.Server.Tests.Running;

namespace Rewards.Server.Tests.Access;

/// <summary>What one key may post; each line of a batch counts.</summary>
public sealed class RateLimitTests
{
    private const int Burst = 20;
    private const string Site = "ops-articles";

    [Fact]
    public async Task Key_BeyondItsBurst_IsToldHowLongToWaitAndOthersAreNot()
    {
        using var setup = new ServerSetup(perSecond: 1, burst: Burst).WithExamples();
        await using var server = await RewardsServer.StartAsync(setup);
        using var app = server.Api.With(await KeyRing.CreateAsync(server.Api, """["app"]"""));

        var answers = new List<Answer>();
        for (var i = 0; i < 2 * Burst; i++)
        {
            answers.Add(await app.PostActivityAsync(Site, Bodies.Quiz($"q{i}", "lin", $"article-{i}")));
        }

        Assert.All(answers.Take(Burst), answer => answer.Expect(200));
        var limited = answers.Where(answer => answer.Status != 200).ToArray();
        Assert.True(limited.Length >= Burst / 2, "The limit was not reached.");
        Assert.All(limited, answer =>
        {
            answer.ExpectProblem("rate-limited", 429);
            Assert.Equal(answer.Number("retryAfterSeconds"),
                (long)answer.Headers!.RetryAfter!.Delta!.Value.TotalSeconds);
            Assert.InRange(answer.Number("retryAfterSeconds"), 1, 2);
        });
        var member = await app.GetAsync($"/v1/communities/{Site}/members/lin");
        Assert.Equal(5 * (answers.Count - limited.Length), member.Expect(200).Number("balances.feathers.available"));
        (await server.Api.PostActivityAsync(Site, Bodies.Quiz("mine", "mei"))).Expect(200);
    }

    [Fact]
    public async Task Batch_EachLine_Counts()
    {
        using var setup = new ServerSetup(perSecond: 1, burst: Burst).WithExamples();
        await using var server = await RewardsServer.StartAsync(setup);
        var lines =
            string.Join('\n', Enumerable.Range(0, 2 * Burst).Select(i => Bodies.Quiz($"q{i}", "lin", $"article-{i}")));

        var started = Stopwatch.GetTimestamp();
        var results = await server.Api.PostBatchAsync(Site, lines);
        var refilled = (int)Math.Ceiling(Stopwatch.GetElapsedTime(started).TotalSeconds);

        Assert.Equal(2 * Burst, results.Length);
        Assert.All(results.Take(Burst), result => Assert.Null(result.Problem));
        var limited = results.Where(result => result.Problem is not null).ToArray();
        Assert.InRange(limited.Length, Burst - refilled - 1, Burst);
        Assert.All(limited, result => Assert.Equal(
            ("rate-limited", "429", "1"), (result.Problem, result["status"], result["retryAfterSeconds"])));
    }
}
