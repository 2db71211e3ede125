using System.Diagnostics;
using Rewards.Server.Tests.Running;

namespace Rewards.Reliability.Tests.FailingDisk;

/// <summary>Sends activities one after the other, and remembers what was acknowledged.</summary>
internal sealed class Customers(int textLength)
{
    public const string Site = "ops-articles";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly string text = new('满', textLength);
    private readonly List<(string Member, string Id)> acknowledged = [];
    private int next;

    public int AcknowledgedCount => acknowledged.Count;

    public async Task SendAsync(Api api, int count)
    {
        for (var i = 0; i < count; i++)
        {
            (await SendOneAsync(api)).Expect(200);
        }
    }

    /// <summary>Until the server refuses; its refusal.</summary>
    public async Task<Answer> SendUntilRefusedAsync(Api api)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var answer = await SendOneAsync(api);
            if (answer.Status != 200)
            {
                return answer;
            }

            Assert.True(Stopwatch.GetElapsedTime(started) < Patience, "The disk fails, and the server goes on.");
        }
    }

    /// <summary>From the first refusal on nothing is acknowledged, and everybody who asks is told why.</summary>
    public async Task AssertRefusesAsync(Api api, string reason)
    {
        for (var i = 0; i < 5; i++)
        {
            (await SendOneAsync(api)).ExpectProblem("unavailable", 503);
        }

        var ready = (await api.GetAsync("/health/ready")).Expect(503);
        Assert.Equal("not-ready", ready["status"]);
        Assert.Contains(reason, ready["reason"], StringComparison.Ordinal);
        (await api.GetAsync("/health/live")).Expect(200);
    }

    /// <summary>Everything acknowledged is there, and the server works again.</summary>
    public async Task AssertRecoveredAsync(Api api)
    {
        (await api.GetAsync("/health/ready")).Expect(200);
        foreach (var (member, id) in acknowledged)
        {
            (await api.GetAsync($"/v1/communities/{Site}/members/{member}/activities/{id}")).Expect(200);
        }

        await SendAsync(api, 10);
    }

    private async Task<Answer> SendOneAsync(Api api)
    {
        var (member, id) = ($"m{next % 7}", $"c{next}");
        next++;
        var answer = await api.PostActivityAsync(Site, Bodies.Comment(id, member, text));
        if (answer.Status == 200)
        {
            acknowledged.Add((member, id));
        }

        return answer;
    }
}
