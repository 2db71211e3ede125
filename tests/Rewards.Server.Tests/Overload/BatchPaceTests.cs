using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.DependencyInjection;
using Rewards.Journal.Sqlite.Native;
using Rewards.Server.Tests.Running;

namespace Rewards.Server.Tests.Overload;

/// <summary>How long a batch waits for its sender: for a line that is due, never for what the server takes.</summary>
public sealed class BatchPaceTests
{
    private const string Site = "ops-articles";
    private static readonly TimeSpan Longer = TimeSpan.FromSeconds(31);

    [Fact]
    public async Task Batch_NextLineDoesNotCome_IsEndedAndSaysSo()
    {
        using var setup = new ServerSetup().WithExamples();
        var clock = new JumpingClock(DateTimeOffset.UtcNow);
        await using var server = await InProcessServer.StartAsync(setup, clock);
        using var raw = await BeginAsync(server.Api);
        await raw.WriteAsync(Chunk(Bodies.Quiz("q1", "lin") + "\n" + "{ a line that never ends"));
        await raw.ReadUntilAsync("\"id\":\"q1\"");

        var ended = raw.ReadUntilAsync("\"linesTaken\":1,\"limitSeconds\":30}");
        while (!ended.IsCompleted)
        {
            clock.Jump(Longer);
            await Task.Yield();
        }

        Assert.Contains("/problems/batch-broken-off", await ended, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Journal", "SQLite")]
    public async Task Batch_ResultIsOwed_IsNotEndedHoweverLongItTakes()
    {
        using var setup = new ServerSetup().WithExamples();
        var clock = new JumpingClock(DateTimeOffset.UtcNow);
        await using var server = await InProcessServer.StartAsync(setup, clock);
        using var raw = await BeginAsync(server.Api);
        using (var database = Connection.Open(setup.Database, busyTimeoutMs: 5_000))
        {
            // While another has SQLite's lock nothing is committed. The refusal of the line before tells that both
            // were taken.
            database.Execute("BEGIN IMMEDIATE");
            await raw.WriteAsync(Chunk("no activity\n" + Bodies.Quiz("q1", "lin") + "\n"));
            await raw.ReadUntilAsync("/problems/invalid-json");
            clock.Jump(Longer);
            database.Execute("ROLLBACK");
        }

        await raw.ReadUntilAsync("\"id\":\"q1\"");
        (await server.Api.GetAsync($"/v1/communities/{Site}/members/lin")).Expect(200); // Ending it would be done now.
        await raw.WriteAsync(Chunk(Bodies.Quiz("q2", "lin", "article-2") + "\n"));
        await raw.ReadUntilAsync("\"id\":\"q2\"");
    }

    /// <summary>Kestrel's own limit counts from the first line on, whoever is waited for.</summary>
    [Fact]
    public async Task Batch_HasNoLeastRateOfBytes()
    {
        using var setup = new ServerSetup().WithExamples();
        var rate = new SeenRate();
        await using var server = await InProcessServer.StartAsync(
            setup, TimeProvider.System, adjust: services => services.AddSingleton<IStartupFilter>(rate));

        (await server.Api.PostActivityAsync(Site, Bodies.Quiz("q1", "lin"))).Expect(200);
        Assert.NotNull(rate.Last);
        Assert.Null((await server.Api.PostBatchAsync(Site, Bodies.Quiz("q2", "mei")))[0].Problem);
        Assert.Null(rate.Last);
    }

    private static byte[] Chunk(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text).ToString("X", CultureInfo.InvariantCulture);
        return Encoding.UTF8.GetBytes($"{length}\r\n{text}\r\n");
    }

    private static async Task<RawHttp> BeginAsync(Api api)
    {
        var raw = await RawHttp.ConnectAsync(api);
        await raw.WriteHeadAsync(
            "POST",
            $"/v1/communities/{Site}/activities/batch",
            "Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n");
        return raw;
    }

    /// <summary>Sees the least rate that Kestrel held the last request to.</summary>
    private sealed class SeenRate : IStartupFilter
    {
        private MinDataRate? last;

        public MinDataRate? Last => Volatile.Read(ref last);

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(async (context, following) =>
            {
                var rate = context.Features.Get<IHttpMinRequestBodyDataRateFeature>()!;
                context.Response.OnStarting(() =>
                {
                    Volatile.Write(ref last, rate.MinDataRate);
                    return Task.CompletedTask;
                });
                await following(context);
            });
            next(app);
        };
    }
}
