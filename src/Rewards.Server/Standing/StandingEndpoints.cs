using System.Globalization;
using Rewards.Domain;
using Rewards.Grains;
using Rewards.Grains.Communities;
using Rewards.Grains.Standing;
using Rewards.Server.Http;

namespace Rewards.Server.Standing;

/// <summary>
/// <c>POST …/members/{member}/standing</c>: an operator mutes or bans a member, or puts him in good standing again,
/// with a reason, once per Idempotency-Key. <c>GET</c> of the same: the history, newest first.
/// </summary>
internal sealed class StandingEndpoints(IGrains grains, ProgrammeCache programmes)
{
    public async Task SetAsync(HttpContext context)
    {
        var principal = context.Principal();
        var key = IdempotencyKey.Required(context, "standing");
        var body = await BodyReader.ReadAsync(context, BodyLimits.SingleBytesMax, StandingBody.Read);
        var answer = await grains.Member(RawPath.Community(context), RawPath.Member(context)).SetStandingAsync(
            new SetStanding(key, body.Standing, body.Until, body.Reason, principal.Actor));
        await JsonAnswer.WriteAsync(context, answer, StandingJson.Write);
    }

    public async Task GetAsync(HttpContext context)
    {
        PageQuery.RequireKnown(context, "limit", "after");
        var query = new StandingQuery(After(context.Request.Query["after"]), PageQuery.Limit(context));
        var community = RawPath.Community(context);
        var id = RawPath.Member(context);
        await programmes.CurrentAsync(community.Value);
        var page = await grains.Member(community, id).ReadStandingAsync(query)
            ?? throw new DomainException(
                Refusals.UnknownMember, $"There is no member '{id}'.", ("member", id.Value));
        await JsonAnswer.WriteAsync(context, page, StandingJson.Write);
    }

    private static int? After(string? text) =>
        text is null ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number
        : throw new ProblemException(
            Problems.InvalidCursor, "'after' is not a cursor; use 'next' of the page before as it is.");
}
