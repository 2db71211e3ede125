using Microsoft.AspNetCore.Http.Features;
using Rewards.Domain.Programmes;
using Rewards.Domain.Registry;
using Rewards.Grains.Communities;
using Rewards.Server.Http;

namespace Rewards.Server.Activities;

/// <summary>
/// The busiest address, <c>POST /v1/communities/{community}/activities</c>, taken before routing: matching, access and
/// problem handling in one step and without an object for each. It takes only what is plain – an id that needs no
/// decoding, a community that is known, a key that may – and leaves everything else, every refusal included, to the
/// long way, which comes to the same.
/// </summary>
internal sealed class ActivityShortcut(
    RequestDelegate next, Access access, ProgrammeCache programmes, PostActivity post)
{
    private const string Before = "/v1/communities/";
    private const string After = "/activities";

    public Task InvokeAsync(HttpContext context) =>
        HttpMethods.IsPost(context.Request.Method)
        && Find(context) is { } programme
        && access.Authenticate(context) is { } holder
        && Access.Allows(holder.Principal.Scopes, ApiScope.App)
        && holder.Key.Reaches(programme.Community.Value)
            ? post.HandleAsync(context, holder.Principal, programme.Community)
            : next(context);

    private Programme? Find(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.AsSpan();
        if (target.Length <= Before.Length + After.Length
            || !target.StartsWith(Before, StringComparison.Ordinal)
            || !target.EndsWith(After, StringComparison.Ordinal))
        {
            return null;
        }

        var community = target[Before.Length..^After.Length];
        foreach (var character in community)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('-' or '_'))
            {
                return null;
            }
        }

        return programmes.FindCurrent(community);
    }
}
