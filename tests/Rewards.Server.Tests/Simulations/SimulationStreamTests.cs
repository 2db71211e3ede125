using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Rewards.Grains.Simulations;
using Rewards.Server.Simulations;
using Rewards.Server.Tests.Running;

namespace Rewards.Server.Tests.Simulations;

/// <summary>A simulation over HTTP: lines of progress while it runs, and an end when its caller goes away.</summary>
public sealed class SimulationStreamTests : IAsyncLifetime
{
    private const string Site = "/v1/communities/ops-articles";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ServerSetup setup = new ServerSetup().WithExamples();
    private readonly JumpingClock clock = new(new DateTimeOffset(2026, 11, 25, 8, 0, 0, TimeSpan.Zero));
    private readonly ConcurrentQueue<string> warnings = new();
    private readonly TaskCompletionSource goesOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim cancelled = new(0);
    private InProcessServer server = null!;
    private SimulateDraft real = null!;
    private bool ends;

    public async ValueTask InitializeAsync() => server = await InProcessServer.StartAsync(
        setup, clock, warnings.Enqueue, services =>
        {
            real = (SimulateDraft)services.Last(it => it.ServiceType == typeof(SimulateDraft)).ImplementationInstance!;
            services.AddSingleton<SimulateDraft>(SlowlyAsync);
        });

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        setup.Dispose();
        cancelled.Dispose();
    }

    [Fact]
    public async Task Progress_OfASimulationThatTakesLong_IsToldOnceASecondAndTheReportLast()
    {
        (await server.Api.PostActivityAsync("ops-articles", Bodies.Quiz("q1", "lin"))).Expect(200);
        using var response = await BeginAsync();
        await using var body = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        using var lines = new StreamReader(body);

        // It has not ended: this line was sent while it ran.
        Assert.Equal("""{"recordsRead":100,"activitiesDecided":40}""", await LineAsync(lines));
        goesOn.SetResult();

        Assert.Equal("""{"recordsRead":300,"activitiesDecided":120}""", await LineAsync(lines));
        var report = new Answer(200, "", (await LineAsync(lines))!);
        Assert.Equal(("1", "0"), (report["report.activities"], report["report.different"]));
        Assert.Null(await LineAsync(lines));
    }

    [Fact]
    public async Task Caller_WhoGoesAway_CancelsItAndTwoRunAtOnce()
    {
        var first = await BeginAsync();
        using var second = await BeginAsync();
        (await server.Api.PostAsync(Site + "/rules/simulations?days=1", await DraftAsync())).ExpectProblem("busy", 503);

        first.Dispose();

        Assert.True(await cancelled.WaitAsync(Patience, TestContext.Current.CancellationToken));
        ends = true;
        Answer next;
        do
        {
            // Its place is free a moment later.
            next = await server.Api.PostAsync(Site + "/rules/simulations?days=1", await DraftAsync());
        }
        while (next.Status == 503);
        Assert.Equal("0", Api.LinesOf(next.Expect(200)).Last()["report.different"]);
        Assert.Equal(0, cancelled.CurrentCount); // the other one is still running
        Assert.Empty(warnings);
    }

    /// <summary>
    /// Tells of 100, 200 and 300 records, the second in the same second as the first; waits after it.
    /// </summary>
    private async Task<SimulationReport> SlowlyAsync(
        Rewards.Domain.Programmes.Programme draft, NodaTime.Instant from,
        IReadOnlyDictionary<string, long>? contribution, Func<SimulationProgress, ValueTask> progress,
        CancellationToken cancellation)
    {
        if (!ends)
        {
            clock.Jump(TimeSpan.FromSeconds(1));
            await progress(new SimulationProgress(100, 40));
            await progress(new SimulationProgress(200, 80));
            try
            {
                await goesOn.Task.WaitAsync(cancellation);
            }
            catch (OperationCanceledException)
            {
                cancelled.Release();
                throw;
            }

            clock.Jump(TimeSpan.FromSeconds(1));
            await progress(new SimulationProgress(300, 120));
        }

        return await real(draft, from, contribution, progress, cancellation);
    }

    /// <summary>Answered with its first line.</summary>
    private async Task<HttpResponseMessage> BeginAsync()
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(await DraftAsync()));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var request = server.Api.Request(HttpMethod.Post, Site + "/rules/simulations?days=1", content);
        return await server.Api.SendAsync(request).WaitAsync(Patience);
    }

    private static Task<string?> LineAsync(StreamReader lines) => lines.ReadLineAsync().WaitAsync(Patience);

    private async Task<string> DraftAsync() =>
        (await server.Api.GetAsync(Site + "/rules/1")).Expect(200).At("programme")!.ToJsonString();
}
