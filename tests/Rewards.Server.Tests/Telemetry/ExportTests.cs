using Rewards.Server.Tests.Crash;
using Rewards.Server.Tests.Running;

namespace Rewards.Server.Tests.Telemetry;

[Collection(nameof(Alone))]
public sealed class ExportTests
{
    private const string Activities = "/v1/communities/ops-articles/activities";

    [Fact]
    public async Task Server_WithTelemetry_SendsMetricsAndTracesWithoutIds()
    {
        using var collector = new Collector();
        using var setup = new ServerSetup().WithExamples().WithSettings(
            $"telemetry: {{ endpoint: '{collector.Address}', protocol: http, metricsEverySeconds: 1, "
            + "tracedRequestsPerThousand: 1000 }");
        await using var server = await RewardsServer.StartAsync(setup);
        (await server.Api.PostAsync(Activities, Bodies.Quiz("quiz-of-lin", "lin"))).Expect(200);
        (await server.Api.PostAsync(Activities, Bodies.Quiz("quiz-again", "lin"))).Expect(200);

        await collector.WaitForAsync(
            "/v1/metrics", "rewards.awards", "rewards.journal.commit.duration", "limit-reached", "rewards.feed.lag");
        if (ServerSetup.IsOnAzurite)
        {
            await collector.WaitForAsync(
                "/v1/metrics", "rewards.azure_tables.duration", "rewards.journal.transactions");
        }

        Assert.Equal(0, await server.StopAsync());

        var traces = await collector.WaitForAsync("/v1/traces", "commit");
        Assert.Contains("POST /v1/communities/{community}/activities", traces, StringComparison.Ordinal);
        Assert.DoesNotContain("quiz-of-lin", traces, StringComparison.Ordinal);
        Assert.DoesNotContain("ops-articles", traces, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_WhoseCollectorIsAway_ServesAndStopsAllTheSame()
    {
        using var setup = new ServerSetup().WithExamples().WithSettings(
            "telemetry: { endpoint: 'http://127.0.0.1:9', protocol: http, metricsEverySeconds: 1 }");
        await using var server = await RewardsServer.StartAsync(setup);

        (await server.Api.PostAsync(Activities, Bodies.Quiz("q1", "lin"))).Expect(200);

        Assert.Equal(0, await server.StopAsync());
    }
}
