using System.Text;
using NodaTime;
using Rewards.Domain;
using Rewards.Domain.Communities;
using Rewards.Domain.Programmes;
using Rewards.Domain.Text;
using Rewards.Grains;
using Rewards.Server.Http;

namespace Rewards.Server.Communities;

/// <summary>
/// <c>POST …/rules?basedOn=N</c> publishes the next version (the body is the programme), in force at once or from
/// <c>effectiveAt</c> on; <c>POST …/rules/{version}/cancellation</c> cancels one that is not in force yet.
/// <c>GET …/rules</c> lists the versions, <c>GET …/rules/{version}</c> fetches one.
/// Of two who publish on the same version at once one gets a conflict. The first publication opens the community.
/// </summary>
internal sealed class PublishRules(IGrains grains, TimeProvider time)
{
    public async Task PublishAsync(HttpContext context)
    {
        var query = PublicationQuery.OfRules(context);
        var community = RawPath.Community(context);
        if (Slug.Problem(community.Value) is { } problem)
        {
            throw new ProblemException(Problems.InvalidId, $"The name of a community {problem}.", ("field",
                "community"));
        }

        var document = await BodyReader.ReadAsync(
            context, BodyLimits.ProgrammeBytesMax, utf8 => Validate(utf8.Span, community));
        var actor = context.Principal().Actor;
        if (query.BasedOn == 0)
        {
            await grains.Registry.OpenCommunityAsync(community.Value, actor);
        }

        var version = await grains.Community(community).PublishAsync(
            new Grains.Communities.PublishRules(
                Encoding.UTF8.GetString(document.Span), query.BasedOn, actor, query.Note)
            {
                EffectiveAt = query.EffectiveAt,
                GrantsSince = query.GrantsSince,
            });
        await WriteAsync(context, community, version, StatusCodes.Status201Created);
    }

    public async Task CancelAsync(HttpContext context)
    {
        PageQuery.RequireKnown(context);
        var community = RawPath.Community(context);
        await CommunityChecks.RequireAsync(grains, community);
        var version = PublicationQuery.Version(context) ?? throw Unknown(context, community);
        var cancelled = await grains.Community(community).CancelAsync(
            new Grains.Communities.CancelSchedule(version, context.Principal().Actor));
        await WriteAsync(context, community, cancelled, StatusCodes.Status200OK);
    }

    public async Task ListAsync(HttpContext context)
    {
        PageQuery.RequireKnown(context, "limit", "after");
        var community = RawPath.Community(context);
        await CommunityChecks.RequireAsync(grains, community);
        await VersionAnswers.ListAsync(context, await grains.Community(community).VersionsAsync(), Now());
    }

    public async Task GetAsync(HttpContext context)
    {
        var community = RawPath.Community(context);
        await CommunityChecks.RequireAsync(grains, community);
        var published = PublicationQuery.Version(context) is { } version
            ? await grains.Community(community).FetchAsync(version)
            : null;
        if (published is null)
        {
            throw Unknown(context, community);
        }

        var inForce = VersionAnswers.InForce(await grains.Community(community).VersionsAsync(), Now());
        await JsonAnswer.WriteAsync(context, (published, inForce), static (json, it) =>
        {
            json.WriteStartObject();
            RulesVersionJson.WriteFields(json, it.published.Version, it.inForce);
            json.WritePropertyName("programme"u8);
            json.WriteRawValue(it.published.Document);
            json.WriteEndObject();
        });
    }

    private async Task WriteAsync(HttpContext context, CommunityId community, PublishedVersion version, int status) =>
        await VersionAnswers.WriteAsync(
            context, await grains.Community(community).VersionsAsync(), version, Now(), status);

    private Instant Now() => Instant.FromDateTimeOffset(time.GetUtcNow());

    private static DomainException Unknown(HttpContext context, CommunityId community)
    {
        var text = (string)context.Request.RouteValues["version"]!;
        return new DomainException(
            Refusals.UnknownRulesVersion, $"The community '{community}' has no version '{text}'.", ("version", text));
    }

    /// <summary>Canonical JSON; complaints name the lines of what was sent.</summary>
    /// <exception cref="DocumentException">Not a valid programme, or not one of this community.</exception>
    private static ReadOnlyMemory<byte> Validate(ReadOnlySpan<byte> utf8, CommunityId community)
    {
        var programme = ProgrammeReader.ReadRules(JsonDocuments.Parse(utf8), version: 1);
        return programme.Community == community
            ? programme.Content
            : throw new DocumentException(
                [new DocumentError(0, "community",
                    $"is '{programme.Community}', but the address is of '{community}'")]);
    }
}
