using System.Diagnostics;
using Rewards.Server.Tests.Running;

namespace Rewards.Server.Tests.Overload;

/// <summary>A server with one place, and a batch that is not sent to its end and holds it.</summary>
public sealed class AdmissionTests
{
    private const string Activities = "/v1/communities/ops-articles/activities";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Requests_BeyondTheBound_AreRefusedAtOnceAndServedWhenThereIsRoom()
    {
        using var setup = new ServerSetup().WithExamples().WithSettings("admission: { underWayMax: 1 }");
        await using var server = await RewardsServer.StartAsync(setup);
        var api = server.Api;
        using (var holder = await HoldAsync(api))
        {
            var refused = (await api.PostAsync(Activities, Bodies.Quiz("q1", "lin"))).ExpectProblem("busy", 503);
            (await api.GetAsync("/v1/communities/ops-articles/members/mei")).ExpectProblem("busy", 503);
            (await api.GetAsync("/health/ready")).Expect(200);
            Assert.Equal("1", refused["retryAfterSeconds"]);
            await EndAsync(holder);
        }

        // The same is taken, once a count of those in the house has found the room: nothing was done before.
        var started = Stopwatch.GetTimestamp();
        Answer taken;
        do
        {
            taken = await api.PostAsync(Activities, Bodies.Quiz("q1", "lin"));
        }
        while (taken.Status == 503 && Stopwatch.GetElapsedTime(started) < Patience);

        Assert.Equal("false", taken.Expect(200)["replayed"]);
    }

    [Fact]
    public async Task Refusal_TellsWhenToComeAgain_AndLeavesTheConnectionOpen()
    {
        using var setup = new ServerSetup().WithExamples().WithSettings("admission: { underWayMax: 1 }");
        await using var server = await RewardsServer.StartAsync(setup);
        using var holder = await HoldAsync(server.Api);
        using var caller = await RawHttp.ConnectAsync(server.Api);

        for (var i = 0; i < 2; i++)
        {
            var body = System.Text.Encoding.UTF8.GetBytes(Bodies.Quiz($"q{i}", "lin"));
            await caller.WriteHeadAsync(
                "POST", Activities, $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n");
            await caller.WriteAsync(body);
            var answer = await caller.ReadUntilAsync("\"retryAfterSeconds\":1}");
            Assert.Contains("HTTP/1.1 503", answer, StringComparison.Ordinal);
            Assert.Contains("Retry-After: 1\r\n", answer, StringComparison.Ordinal);
        }
    }

    /// <summary>Each waits for its answer before it asks again: however slow that is, it is no overload.</summary>
    [Fact]
    public async Task Callers_NoMoreThanTheBound_AreNeverRefused()
    {
        const int callers = 24;
        using var setup = new ServerSetup().WithExamples().WithSettings($"admission: {{ underWayMax: {callers} }}");
        await using var server = await RewardsServer.StartAsync(setup);
        var api = server.Api;

        await Task.WhenAll(Enumerable.Range(0, callers).Select(async caller =>
        {
            for (var i = 0; i < 50; i++)
            {
                (await api.PostAsync(Activities, Bodies.Quiz($"q{caller}-{i}", $"m{caller}"))).Expect(200);
            }
        }));
    }

    /// <summary>A batch whose first line is answered, and whose second is awaited.</summary>
    private static async Task<RawHttp> HoldAsync(Api api)
    {
        var raw = await RawHttp.ConnectAsync(api);
        await raw.WriteHeadAsync(
            "POST", Activities + "/batch", "Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n");
        var line = Bodies.Quiz("held", "mei") + "\n";
        await raw.WriteAsync(System.Text.Encoding.ASCII.GetBytes($"{line.Length:x}\r\n{line}\r\n"));
        await raw.ReadUntilAsync("\"id\":\"held\"");
        return raw;
    }

    private static async Task EndAsync(RawHttp batch)
    {
        await batch.WriteAsync("0\r\n\r\n"u8.ToArray());
        await batch.ReadUntilAsync("0\r\n\r\n");
    }
}
