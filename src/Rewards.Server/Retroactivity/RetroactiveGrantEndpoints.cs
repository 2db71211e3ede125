using System.Buffers;
using System.Text.Json;
using Rewards.Domain;
using Rewards.Domain.Retroactivity;
using Rewards.Grains;
using Rewards.Grains.Communities;
using Rewards.Grains.Retroactivity;
using Rewards.Server.Activities;
using Rewards.Server.Communities;
using Rewards.Server.Http;
using Rewards.Server.Simulations;

namespace Rewards.Server.Retroactivity;

/// <summary>
/// <c>POST …/rules/{version}/grants/preview</c> tells every posting that a version published with grants would make, a
/// line each, and as the last one their sum and name. <c>POST …/rules/{version}/grants</c> with that name lets them be
/// made, if it would be the same now; <c>GET</c> tells how far that is.
/// </summary>
internal sealed class RetroactiveGrantEndpoints(
    IGrains grains, RetroactiveGranting granting, ProgrammeCache programmes, TimeProvider time)
{
    /// <summary>Each tries the rules of a month on a whole community.</summary>
    private const int AtOnceMax = 2;

    private static readonly TimeSpan ProgressEvery = TimeSpan.FromSeconds(1);
    private int running;

    public async Task PreviewAsync(HttpContext context)
    {
        PageQuery.RequireKnown(context);
        var (community, version) = await AddressAsync(context);
        await grains.Community(community).GrantsAsync(version);
        await OneOfFewAsync(() => ShowAsync(context, community, version));
    }

    public async Task ConfirmAsync(HttpContext context)
    {
        PageQuery.RequireKnown(context);
        var preview = await BodyReader.ReadAsync(context, BodyLimits.SingleBytesMax, ConfirmationBody.Read);
        var (community, version) = await AddressAsync(context);
        var by = context.Principal().Actor;
        var grants = await OneOfFewAsync(() => SimulationThread.RunAsync(
            () => granting.ConfirmAsync(community, version, preview, by, context.RequestAborted)));
        await JsonAnswer.WriteAsync(
            context, grants, static (json, it) => RetroactiveGrantJson.Write(json, it), StatusCodes.Status202Accepted);
    }

    public async Task GetAsync(HttpContext context)
    {
        PageQuery.RequireKnown(context);
        var (community, version) = await AddressAsync(context);
        var grain = grains.Community(community);
        RetroactiveGrants grants = await grain.FindGrantsAsync(version) ?? await grain.GrantsAsync(version);
        await JsonAnswer.WriteAsync(context, grants, static (json, it) => RetroactiveGrantJson.Write(json, it));
    }

    private async Task<bool> ShowAsync(HttpContext context, CommunityId community, int version)
    {
        var programme = await programmes.VersionAsync(community.Value, version);
        context.Response.ContentType = PostActivityBatch.ContentType;
        var told = time.GetTimestamp();
        var preview = await SimulationThread.RunAsync(() => granting.PreviewAsync(
            community,
            version,
            async (member, grant) =>
            {
                foreach (var amount in grant.Amounts)
                {
                    await WriteLineAsync(
                        context, json => RetroactiveGrantJson.Write(json, member, grant, amount, programme));
                }
            },
            progress =>
            {
                if (time.GetElapsedTime(told) < ProgressEvery)
                {
                    return ValueTask.CompletedTask;
                }

                told = time.GetTimestamp();
                return SimulationThread.Wait(
                    WriteLineAsync(context, json => SimulationJson.Write(json, progress)));
            },
            context.RequestAborted));
        await WriteLineAsync(context, json => RetroactiveGrantJson.Write(json, preview));
        return true;
    }

    private async Task<T> OneOfFewAsync<T>(Func<Task<T>> work)
    {
        if (Interlocked.Increment(ref running) > AtOnceMax)
        {
            Interlocked.Decrement(ref running);
            throw new GrainBusyException($"{AtOnceMax} previews are running; try again when one of them has ended.");
        }

        try
        {
            return await work();
        }
        finally
        {
            Interlocked.Decrement(ref running);
        }
    }

    private async ValueTask<(CommunityId Community, int Version)> AddressAsync(HttpContext context)
    {
        var community = RawPath.Community(context);
        await CommunityChecks.RequireAsync(grains, community);
        return (community, PublicationQuery.Version(context) ?? throw new DomainException(
            Refusals.UnknownRulesVersion,
            $"The community '{community}' has no version '{context.Request.RouteValues["version"]}'.",
            ("version", (string)context.Request.RouteValues["version"]!)));
    }

    private static async ValueTask WriteLineAsync(HttpContext context, Action<Utf8JsonWriter> write)
    {
        var line = new ArrayBufferWriter<byte>(512);
        await using (var json = new Utf8JsonWriter(line, JsonText.WriterOptions))
        {
            write(json);
        }

        line.Write("\n"u8);
        await context.Response.BodyWriter.WriteAsync(line.WrittenMemory, context.RequestAborted);
    }
}
