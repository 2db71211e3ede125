using System.Security.Cryptography;
using NodaTime;
using Rewards.Domain.Registry;
using Rewards.Grains.Registry;

namespace Rewards.Server.Http;

/// <summary>
/// Who may do what, decided once for every address: a valid key, the scope that the endpoint asks for, the community in
/// the address. A key that does not reach a community is told so whether or not the community exists.
/// </summary>
public sealed class AccessMiddleware(RequestDelegate next, ApiKeyDirectory keys, TimeProvider time)
{
    private const string Scheme = "Bearer ";

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

        if (Authenticate(context) is not { } key)
        {
            return ProblemWriter.WriteAsync(
                context, Problem.Of(Problems.Unauthenticated,
                    "Send an API key in force as 'Authorization: Bearer rk_…'."));
        }

        if (!Allows(key.Created.Scopes, required.Scope))
        {
            return ProblemWriter.WriteAsync(
                context, Problem.Of(Problems.Forbidden,
                    $"This needs a key with the scope '{required.Scope.ToString().ToLowerInvariant()}'."));
        }

        // Read as the handlers read it: routing resolves dot segments, and what it sees may be another community.
        if (context.Request.RouteValues.ContainsKey("community")
            && RawPath.Community(context).Value is var community && !key.Reaches(community))
        {
            return ProblemWriter.WriteAsync(
                context, Problem.Of(Problems.Forbidden, $"The key does not reach the community '{community}'."));
        }

        PrincipalOfRequest.Set(context, new Principal(key.Created.Id, key.Created.Actor, key.Created.Scopes));
        return next(context);
    }

    /// <summary>An operator's key does what an app's does, an admin's everything that is not a partner's.</summary>
    private static bool Allows(ApiScope has, ApiScope needed)
    {
        if (has.HasFlag(ApiScope.Admin))
        {
            has |= ApiScope.Operator;
        }

        if (has.HasFlag(ApiScope.Operator))
        {
            has |= ApiScope.App;
        }

        return (has & needed) != 0;
    }

    private ApiKey? Authenticate(HttpContext context)
    {
        var header = context.Request.Headers.Authorization;
        if (header.Count != 1 || header[0] is not { } text
            || !text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            || ApiKeyText.Parse(text.AsSpan(Scheme.Length)) is not { } sent)
        {
            return null;
        }

        // A key that does not exist is compared too: the answer takes the same time.
        var key = keys.Find(sent.Id);
        ReadOnlySpan<byte> expected = key is null
            ? stackalloc byte[SHA256.HashSizeInBytes] : key.Created.SecretHash.Span;
        var equal = CryptographicOperations.FixedTimeEquals(sent.SecretHash, expected);
        return equal && key is not null && key.IsGood(Instant.FromDateTimeOffset(time.GetUtcNow())) ? key : null;
    }
}
