using System.Text;
using NodaTime;
using Rewards.Domain;
using Rewards.Domain.Communities;
using Rewards.Grains;
using Rewards.Server.Http;

namespace Rewards.Server.Communities;

/// <summary>
/// <c>POST …/contribution-models?basedOn=N</c> publishes the next version of the contribution model, in force at once
/// or from <c>effectiveAt</c> on; rules stay as they are. <c>GET …/contribution-models</c> lists the versions,
/// <c>GET …/contribution-models/{version}</c> fetches one, <c>POST …/{version}/cancellation</c> cancels one that is not
/// in force yet. Of two who publish on the same version at once one gets a conflict.
/// </summary>
internal sealed class PublishContributionModel(IGrains grains, TimeProvider time)
{
    public async Task PublishAsync(HttpContext context)
    {
        var query = PublicationQuery.Of(context);
        var community = RawPath.Community(context);
        await CommunityChecks.RequireAsync(grains, community);
        var document = await BodyReader.ReadAsync(
            context, BodyLimits.ProgrammeBytesMax, utf8 =>
                ContributionDocuments.Write(ContributionDocuments.Read(utf8.Span, community)));
        var version = await grains.Community(community).PublishModelAsync(
            new Grains.Communities.PublishContributionModel(
                document, query.BasedOn, context.Principal().Actor, query.Note)
            {
                EffectiveAt = query.EffectiveAt,
            });
        await WriteAsync(context, community, version, StatusCodes.Status201Created);
    }

    public async Task CancelAsync(HttpContext context)
    {
        PageQuery.RequireKnown(context);
        var community = RawPath.Community(context);
        await CommunityChecks.RequireAsync(grains, community);
        var version = PublicationQuery.Version(context) ?? throw Unknown(context, community);
        var cancelled = await grains.Community(community).CancelModelAsync(
            new Grains.Communities.CancelSchedule(version, context.Principal().Actor));
        await WriteAsync(context, community, cancelled, StatusCodes.Status200OK);
    }

    public async Task ListAsync(HttpContext context)
    {
        PageQuery.RequireKnown(context, "limit", "after");
        var community = RawPath.Community(context);
        await CommunityChecks.RequireAsync(grains, community);
        await VersionAnswers.ListAsync(context, await grains.Community(community).ModelsAsync(), Now());
    }

    public async Task GetAsync(HttpContext context)
    {
        var community = RawPath.Community(context);
        await CommunityChecks.RequireAsync(grains, community);
        var model = PublicationQuery.Version(context) is { } version
            ? await grains.Community(community).FetchModelAsync(version)
            : null;
        if (model is null)
        {
            throw Unknown(context, community);
        }

        var inForce = VersionAnswers.InForce(await grains.Community(community).ModelsAsync(), Now());
        await JsonAnswer.WriteAsync(context, (model, inForce), static (json, it) =>
        {
            json.WriteStartObject();
            RulesVersionJson.WriteFields(json, it.model.Version, it.inForce);
            json.WritePropertyName("model"u8);
            json.WriteRawValue(it.model.Document);
            json.WriteEndObject();
        });
    }

    private async Task WriteAsync(HttpContext context, CommunityId community, PublishedVersion version, int status) =>
        await VersionAnswers.WriteAsync(
            context, await grains.Community(community).ModelsAsync(), version, Now(), status);

    private Instant Now() => Instant.FromDateTimeOffset(time.GetUtcNow());

    private static DomainException Unknown(HttpContext context, CommunityId community)
    {
        var text = (string)context.Request.RouteValues["version"]!;
        return new DomainException(
            Refusals.UnknownContributionModel,
            $"The community '{community}' has no contribution model '{text}'.",
            ("version", text));
    }
}
