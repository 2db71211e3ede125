using Rewards.Domain;
using Rewards.Grains;
using Rewards.Grains.Communities;
using Rewards.Server.Http;

namespace Rewards.Server.Activities;

/// <summary>
/// <c>GET …/members/{member}/activities/{activity}</c>: an activity with its receipt and what became of it.
/// </summary>
internal sealed class GetActivity(IGrains grains, ProgrammeCache programmes)
{
    public async Task HandleAsync(HttpContext context)
    {
        var community = RawPath.Community(context);
        var id = RawPath.Activity(context);
        await programmes.CurrentAsync(community.Value);
        var answer = await grains.Member(community, RawPath.Member(context)).FindActivityAsync(id)
            ?? throw new DomainException(
                Refusals.UnknownActivity, $"The member has no activity '{id}'.", ("id", id));
        var programme = await programmes.VersionAsync(community.Value, answer.Receipt.RulesVersion);
        await JsonAnswer.WriteAsync(
            context, (answer, programme), static (json, it) =>
                ActivityJson.Write(json, it.answer, it.programme, full: true));
    }
}
