using Rewards.Grains;
using Rewards.Grains.Communities;
using Rewards.Grains.Members;
using Rewards.Server.Http;

namespace Rewards.Server.Activities;

/// <summary>
/// <c>POST …/activities/{activity}/review</c>: approves or rejects what is pending. <c>POST
/// …/activities/{activity}/reversal</c>: takes the awards back. Both are single by nature: the same again is answered
/// as a replay.
/// </summary>
internal sealed class ReviewActivity(IGrains grains, ProgrammeCache programmes)
{
    public async Task ReviewAsync(HttpContext context)
    {
        var (approve, reason) = await BodyReader.ReadAsync(context, BodyLimits.SingleBytesMax, ReviewBody.Read);
        var command = new ReviewAwards(RawPath.Activity(context), approve, reason, context.Principal().Actor);
        await AnswerAsync(context, await (await MemberAsync(context)).ReviewAsync(command));
    }

    public async Task ReverseAsync(HttpContext context)
    {
        var reason = await BodyReader.ReadAsync(context, BodyLimits.SingleBytesMax, ReviewBody.ReadReason);
        var command = new ReverseAwards(RawPath.Activity(context), reason, context.Principal().Actor);
        await AnswerAsync(context, await (await MemberAsync(context)).ReverseAsync(command));
    }

    private async ValueTask<IMemberGrain> MemberAsync(HttpContext context)
    {
        var community = RawPath.Community(context);
        await programmes.CurrentAsync(community.Value);
        return grains.Member(community, RawPath.Member(context));
    }

    private async Task AnswerAsync(HttpContext context, ActivityAnswer answer)
    {
        var programme = await programmes.VersionAsync(RawPath.Community(context).Value, answer.Receipt.RulesVersion);
        await JsonAnswer.WriteAsync(
            context, (answer, programme), static (json, it) =>
                ActivityJson.Write(json, it.answer, it.programme, full: true));
    }
}
