using System.Buffers;
using System.Globalization;
using System.Text.Json;
using NodaTime;
using Rewards.Domain;
using Rewards.Domain.Programmes;
using Rewards.Grains;
using Rewards.Grains.Communities;
using Rewards.Grains.Simulations;
using Rewards.Server.Activities;
using Rewards.Server.Http;
using Rewards.Server.Reports;

namespace Rewards.Server.Simulations;

/// <summary>Runs a draft over the recorded activity since an instant.</summary>
internal delegate Task<SimulationReport> SimulateDraft(
    Programme draft, Instant from, IReadOnlyDictionary<string, long>? contribution,
    Func<SimulationProgress, ValueTask> progress, CancellationToken cancellation);

/// <summary>
/// <c>POST /v1/communities/{community}/rules/simulations?days=N</c>: the body is a draft of the programme. Lines of
/// progress while it runs, the report as the last one. Whoever closes the connection cancels it. With
/// <c>contributionModel=V</c> pay is compared with what that version of the model measures.
/// </summary>
internal sealed class PostSimulation(
    SimulateDraft simulate, Remeasure remeasure, ProgrammeCache programmes, TimeProvider time)
{
    private const int DaysMax = 3_660;

    /// <summary>Each keeps counters of every member of a community in memory.</summary>
    private const int AtOnceMax = 2;

    private static readonly TimeSpan ProgressEvery = TimeSpan.FromSeconds(1);
    private int running;

    public async Task HandleAsync(HttpContext context)
    {
        PageQuery.RequireKnown(context, "days", "contributionModel");
        var community = RawPath.Community(context);
        var current = await programmes.CurrentAsync(community.Value);
        var days = DaysOf(context);
        var model = ModelAsked.Of(context);
        var measuring = model is { } asked ? await programmes.MeasuringAsync(community.Value, asked) : null;
        var draft = await BodyReader.ReadAsync(
            context, BodyLimits.ProgrammeBytesMax, utf8 => Read(utf8.Span, community, current.Version + 1));
        if (Interlocked.Increment(ref running) > AtOnceMax)
        {
            Interlocked.Decrement(ref running);
            throw new GrainBusyException($"{AtOnceMax} simulations are running; try again when one of them has ended.");
        }

        try
        {
            var from = Instant.FromDateTimeOffset(time.GetUtcNow()) - Duration.FromDays(days);
            await RunAsync(context, draft, measuring, from);
        }
        finally
        {
            Interlocked.Decrement(ref running);
        }
    }

    private async Task RunAsync(HttpContext context, Programme draft, Programme? measuring, Instant from)
    {
        var contribution = measuring is null
            ? null : await remeasure(measuring, from, Instant.MaxValue, context.RequestAborted);
        context.Response.ContentType = PostActivityBatch.ContentType;
        var told = time.GetTimestamp();
        var report = await simulate(
            draft,
            from,
            contribution,
            async progress =>
            {
                if (time.GetElapsedTime(told) >= ProgressEvery)
                {
                    told = time.GetTimestamp();
                    await WriteLineAsync(context, json => SimulationJson.Write(json, progress));
                }
            },
            context.RequestAborted);
        var model = measuring?.Contribution?.Version;
        await WriteLineAsync(context, json => SimulationJson.Write(json, report, draft, model));
    }

    private static async ValueTask WriteLineAsync(HttpContext context, Action<Utf8JsonWriter> write)
    {
        var line = new ArrayBufferWriter<byte>(1024);
        await using (var json = new Utf8JsonWriter(line, JsonText.WriterOptions))
        {
            write(json);
        }

        line.Write("\n"u8);
        await context.Response.BodyWriter.WriteAsync(line.WrittenMemory, context.RequestAborted);
    }

    /// <exception cref="DocumentException">Not a valid programme, or not one of this community.</exception>
    private static Programme Read(ReadOnlySpan<byte> utf8, CommunityId community, int version)
    {
        var draft = ProgrammeReader.ReadRules(JsonDocuments.Parse(utf8), version);
        return draft.Community == community
            ? draft
            : throw new DocumentException(
                [new DocumentError(0, "community", $"is '{draft.Community}', but the address is of '{community}'")]);
    }

    private static int DaysOf(HttpContext context) =>
        int.TryParse(context.Request.Query["days"], NumberStyles.None, CultureInfo.InvariantCulture, out var days)
            && days is >= 1 and <= DaysMax
            ? days
            : throw new ProblemException(
                Problems.InvalidQuery, $"'days' is required: 1 to {DaysMax}.", ("parameter", "days"));
}
