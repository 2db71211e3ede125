using System.Globalization;
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
    private const int NoteLengthMax = 500;

    public async Task PublishAsync(HttpContext context)
    {
        PageQuery.RequireKnown(context, "basedOn", "note", "effectiveAt");
        var community = RawPath.Community(context);
        if (Slug.Problem(community.Value) is { } problem)
        {
            throw new ProblemException(Problems.InvalidId, $"The name of a community {problem}.", ("field",
                "community"));
        }

        var basedOn = BasedOn(context);
        var note = (string?)context.Request.Query["note"] ?? "";
        if (note.Length > NoteLengthMax)
        {
            throw new ProblemException(
                Problems.InvalidQuery, $"'note' has at most {NoteLengthMax} characters.", ("parameter", "note"));
        }

        var effectiveAt = EffectiveAt(context);
        var document = await BodyReader.ReadAsync(
            context, BodyLimits.ProgrammeBytesMax, utf8 => Validate(utf8.Span, community));
        var actor = context.Principal().Actor;
        if (basedOn == 0)
        {
            await grains.Registry.OpenCommunityAsync(community.Value, actor);
        }

        var version = await grains.Community(community).PublishAsync(
            new Grains.Communities.PublishRules(Encoding.UTF8.GetString(document.Span), basedOn, actor, note)
            {
                EffectiveAt = effectiveAt,
            });
        await WriteAsync(context, community, version, StatusCodes.Status201Created);
    }

    public async Task CancelAsync(HttpContext context)
    {
        PageQuery.RequireKnown(context);
        var community = RawPath.Community(context);
        await CommunityChecks.RequireAsync(grains, community);
        var version = Version(context) ?? throw Unknown(context, community);
        var cancelled = await grains.Community(community).CancelAsync(
            new Grains.Communities.CancelSchedule(version, context.Principal().Actor));
        await WriteAsync(context, community, cancelled, StatusCodes.Status200OK);
    }

    public async Task ListAsync(HttpContext context)
    {
        PageQuery.RequireKnown(context, "limit", "after");
        var community = RawPath.Community(context);
        await CommunityChecks.RequireAsync(grains, community);
        var versions = await grains.Community(community).VersionsAsync();
        var limit = PageQuery.Limit(context);
        var before = Before(context, versions.Count);
        var page = versions.Take(before).Reverse().Take(limit).ToArray();
        var next = before > limit ? page[^1].Version.ToString(CultureInfo.InvariantCulture) : null;
        var inForce = versions.InForceAt(Now())?.Version ?? 0;
        await JsonAnswer.WriteAsync(context, (page, next, inForce), static (json, it) =>
        {
            json.WriteStartObject();
            json.WriteStartArray("items"u8);
            foreach (var version in it.page)
            {
                RulesVersionJson.Write(json, version, it.inForce);
            }

            json.WriteEndArray();
            json.WriteString("next"u8, it.next);
            json.WriteEndObject();
        });
    }

    public async Task GetAsync(HttpContext context)
    {
        var community = RawPath.Community(context);
        await CommunityChecks.RequireAsync(grains, community);
        var published = Version(context) is { } version
            ? await grains.Community(community).FetchAsync(version)
            : null;
        if (published is null)
        {
            throw Unknown(context, community);
        }

        var inForce = (await grains.Community(community).VersionsAsync()).InForceAt(Now())?.Version ?? 0;
        await JsonAnswer.WriteAsync(context, (published, inForce), static (json, it) =>
        {
            json.WriteStartObject();
            RulesVersionJson.WriteFields(json, it.published.Version, it.inForce);
            json.WritePropertyName("programme"u8);
            json.WriteRawValue(it.published.Document);
            json.WriteEndObject();
        });
    }

    private async Task WriteAsync(HttpContext context, CommunityId community, PublishedVersion version, int status)
    {
        var inForce = (await grains.Community(community).VersionsAsync()).InForceAt(Now())?.Version ?? 0;
        await JsonAnswer.WriteAsync(
            context,
            (version, inForce),
            static (json, it) => RulesVersionJson.Write(json, it.version, it.inForce),
            status);
    }

    private Instant Now() => Instant.FromDateTimeOffset(time.GetUtcNow());

    private static int? Version(HttpContext context) =>
        int.TryParse((string)context.Request.RouteValues["version"]!, out var version) && version > 0 ? version : null;

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
        var programme = ProgrammeReader.Read(JsonDocuments.Parse(utf8), version: 1);
        return programme.Community == community
            ? programme.Content
            : throw new DocumentException(
                [new DocumentError(0, "community",
                    $"is '{programme.Community}', but the address is of '{community}'")]);
    }

    /// <summary>How many of the oldest versions are left to list.</summary>
    private static int Before(HttpContext context, int count)
    {
        var after = (string?)context.Request.Query["after"];
        return after is null ? count
            : int.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
                && version >= 1 && version <= count ? version - 1
            : throw new ProblemException(Problems.InvalidCursor, "'after' is not 'next' of a page of versions.");
    }

    private static int BasedOn(HttpContext context) =>
        int.TryParse(context.Request.Query["basedOn"], out var basedOn) && basedOn is >= 0 and < int.MaxValue
            ? basedOn
            : throw new ProblemException(
                Problems.InvalidQuery,
                "'basedOn' is required: the version that you saw last, or 0 for the first publication.",
                ("parameter", "basedOn"));

    private static Instant? EffectiveAt(HttpContext context) =>
        (string?)context.Request.Query["effectiveAt"] is { } text
            ? StrictJson.ParseTime(text, "effectiveAt")
            : null;
}
