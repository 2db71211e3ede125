namespace Rewards.Server.Http;

/// <summary>
/// Who may do what, decided once for every address: a valid key, the scope that the endpoint asks for, the community in
/// the address. A key that does not reach a community is told so whether or not the community exists.
/// </summary>
public sealed class AccessMiddleware(RequestDelegate next, Access access)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<RequiredScope>() is not { } required)
        {
            return next(context);
        }

        if (!RawPath.IsAsRouted(context))
        {
            return ProblemWriter.WriteAsync(context, Problem.Of(
                Problems.InvalidId,
                    "The address must be a path without the segments '.' and '..'; no id in it can be one of them."));
        }

        if (access.Authenticate(context) is not { } holder)
        {
            return ProblemWriter.WriteAsync(
                context, Problem.Of(Problems.Unauthenticated,
                    "Send an API key in force as 'Authorization: Bearer rk_…'."));
        }

        if (!Access.Allows(holder.Principal.Scopes, required.Scope))
        {
            return ProblemWriter.WriteAsync(
                context, Problem.Of(Problems.Forbidden,
                    $"This needs a key with the scope '{required.Scope.ToString().ToLowerInvariant()}'."));
        }

        if (required.Everywhere && holder.Key.IsBound)
        {
            return ProblemWriter.WriteAsync(
                context, Problem.Of(Problems.Forbidden, "This needs a key that is not bound to communities."));
        }

        // Read as the handlers read it: routing resolves dot segments, and what it sees may be another community.
        if (context.Request.RouteValues.ContainsKey("community")
            && RawPath.Community(context).Value is var community && !holder.Key.Reaches(community))
        {
            return ProblemWriter.WriteAsync(
                context, Problem.Of(Problems.Forbidden, $"The key does not reach the community '{community}'."));
        }

        PrincipalOfRequest.Set(context, holder.Principal);
        return next(context);
    }
}
