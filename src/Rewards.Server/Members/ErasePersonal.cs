using Rewards.Domain;
using Rewards.Grains;
using Rewards.Grains.Communities;
using Rewards.Server.Http;

namespace Rewards.Server.Members;

/// <summary>
/// <c>DELETE …/members/{member}/personal</c>: erases a member's personal facts and the reasons told about him, for
/// good; <c>DELETE …/activities/{activity}/personal</c>: those of one activity. Postings, receipts and balances stay.
/// </summary>
internal sealed class ErasePersonal(IGrains grains, ProgrammeCache programmes, ILogger<ErasePersonal> log)
{
    public async Task OfMemberAsync(HttpContext context)
    {
        var (community, id) = (RawPath.Community(context), RawPath.Member(context));
        await programmes.CurrentAsync(community.Value);
        var member = grains.Member(community, id);
        if (await member.GetAsync() is null)
        {
            throw new DomainException(Refusals.UnknownMember, $"There is no member '{id}'.", ("member", id.Value));
        }

        await AnswerAsync(context, await member.ErasePersonalAsync(context.RequestAborted));
    }

    public async Task OfActivityAsync(HttpContext context)
    {
        var (community, id) = (RawPath.Community(context), RawPath.Activity(context));
        await programmes.CurrentAsync(community.Value);
        var erased = await grains.Member(community, RawPath.Member(context))
            .ErasePersonalAsync(id, context.RequestAborted)
            ?? throw new DomainException(
                Refusals.UnknownActivity, $"The member has no activity '{id}'.", ("id", id));
        await AnswerAsync(context, erased);
    }

    private ValueTask AnswerAsync(HttpContext context, int erased)
    {
        log.LogInformation(
            "{Actor} erased {Erased} personal texts: {Path}", context.Principal().Actor, erased, context.Request.Path);
        return JsonAnswer.WriteAsync(context, erased, static (json, erased) =>
        {
            json.WriteStartObject();
            json.WriteNumber("erased"u8, erased);
            json.WriteEndObject();
        });
    }
}
