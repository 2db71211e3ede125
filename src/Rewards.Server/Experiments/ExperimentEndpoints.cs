using System.Text;
using NodaTime;
using Rewards.Domain;
using Rewards.Domain.Experiments;
using Rewards.Domain.Programmes;
using Rewards.Grains;
using Rewards.Grains.Communities;
using Rewards.Server.Communities;
using Rewards.Server.Http;

namespace Rewards.Server.Experiments;

/// <summary>
/// <c>POST …/experiments</c> lets a draft decide for some of a hundred members,
/// <c>POST …/experiments/{experiment}/stop</c> ends it, <c>GET …/experiments</c> lists them. The match report compares
/// both arms.
/// </summary>
internal sealed class ExperimentEndpoints(IGrains grains, TimeProvider time)
{
    public async Task StartAsync(HttpContext context)
    {
        PageQuery.RequireKnown(context);
        var community = RawPath.Community(context);
        await CommunityChecks.RequireAsync(grains, community);
        var (body, draft) = await BodyReader.ReadAsync(context, BodyLimits.ProgrammeBytesMax, utf8 =>
        {
            var read = ExperimentBody.Read(utf8.Span);
            return (read, read.Programme is { } written ? Canonical(written, community) : null);
        });
        draft ??= (await grains.Community(community).FetchAsync(body.Version!.Value))?.Document
            ?? throw new DomainException(
                Refusals.UnknownRulesVersion,
                $"The community '{community}' has no version '{body.Version}'.",
                ("version", body.Version.Value));
        var experiment = await grains.Community(community).StartExperimentAsync(
            new StartExperiment(body.Id, draft, body.Percent, context.Principal().Actor, body.Note)
            {
                Until = body.Until,
            });
        await WriteAsync(context, experiment, StatusCodes.Status201Created);
    }

    public async Task StopAsync(HttpContext context)
    {
        PageQuery.RequireKnown(context);
        var community = RawPath.Community(context);
        await CommunityChecks.RequireAsync(grains, community);
        var id = (string)context.Request.RouteValues["experiment"]!;
        await WriteAsync(
            context,
            await grains.Community(community).StopExperimentAsync(new StopExperiment(id, context.Principal().Actor)),
            StatusCodes.Status200OK);
    }

    public async Task ListAsync(HttpContext context)
    {
        PageQuery.RequireKnown(context, "limit", "after");
        var community = RawPath.Community(context);
        await CommunityChecks.RequireAsync(grains, community);
        var limit = PageQuery.Limit(context);
        var newestFirst = (await grains.Community(community).ExperimentsAsync()).Reverse().ToArray();
        var page = newestFirst.Skip(After(context, newestFirst)).Take(limit + 1).ToArray();
        var next = page.Length > limit ? page[limit - 1].Id : null;
        await JsonAnswer.WriteAsync(context, (page.Take(limit), next, Now: Now()), static (json, it) =>
        {
            json.WriteStartObject();
            json.WriteStartArray("items"u8);
            foreach (var experiment in it.Item1)
            {
                ExperimentJson.Write(json, experiment, it.Now);
            }

            json.WriteEndArray();
            json.WriteString("next"u8, it.next);
            json.WriteEndObject();
        });
    }

    /// <summary>Where the page begins.</summary>
    private static int After(HttpContext context, Experiment[] newestFirst)
    {
        if ((string?)context.Request.Query["after"] is not { } after)
        {
            return 0;
        }

        var at = Array.FindIndex(newestFirst, experiment => experiment.Id == after);
        return at >= 0
            ? at + 1
            : throw new ProblemException(Problems.InvalidCursor, "'after' is not 'next' of a page of experiments.");
    }

    /// <exception cref="DocumentException">Not a valid programme, or not one of this community.</exception>
    private static string Canonical(DocumentNode written, CommunityId community)
    {
        var draft = ProgrammeReader.ReadRules(written, version: 1);
        return draft.Community == community
            ? Encoding.UTF8.GetString(draft.Content.Span)
            : throw new DocumentException(
                [new DocumentError(0, "community", $"is '{draft.Community}', but the address is of '{community}'")]);
    }

    private ValueTask WriteAsync(HttpContext context, Experiment experiment, int status) => JsonAnswer.WriteAsync(
        context,
        (experiment, Now()),
        static (json, it) => ExperimentJson.Write(json, it.experiment, it.Item2),
        status);

    private Instant Now() => Instant.FromDateTimeOffset(time.GetUtcNow());
}
