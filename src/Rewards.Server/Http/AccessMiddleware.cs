using System.Security.Cryptography;
using Microsoft.AspNetCore.Connections.Features;
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

    /// <summary>
    /// A connection sends the same header again and again, and the server hands out the very same string for it: what
    /// it was found to mean is kept with the connection. Whether the key is still in force is asked each time.
    /// </summary>
    private ApiKey? Authenticate(HttpContext context)
    {
        var header = context.Request.Headers.Authorization;
        if (header.Count != 1 || header[0] is not { } text)
        {
            return null;
        }

        var connection = context.Features.Get<IConnectionItemsFeature>()?.Items;
        string? id;
        if (connection is not null && connection.TryGetValue(ProvenHeader.Key, out var kept)
            && kept is ProvenHeader proven && ReferenceEquals(proven.Header, text))
        {
            id = proven.KeyId;
        }
        else
        {
            id = Prove(text);
            if (connection is not null && id is not null)
            {
                connection[ProvenHeader.Key] = new ProvenHeader(text, id);
            }
        }

        var key = id is null ? null : keys.Find(id);
        return key is not null && key.IsGood(Instant.FromDateTimeOffset(time.GetUtcNow())) ? key : null;
    }

    /// <summary>The id of the key whose secret the header holds; null when it holds none.</summary>
    private string? Prove(string header)
    {
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            || ApiKeyText.Parse(header.AsSpan(Scheme.Length)) is not { } sent)
        {
            return null;
        }

        // A key that does not exist is compared too: the answer takes the same time.
        var key = keys.Find(sent.Id);
        ReadOnlySpan<byte> expected = key is null
            ? stackalloc byte[SHA256.HashSizeInBytes] : key.Created.SecretHash.Span;
        return CryptographicOperations.FixedTimeEquals(sent.SecretHash, expected) && key is not null ? sent.Id : null;
    }

    private sealed record ProvenHeader(string Header, string KeyId)
    {
        public static readonly object Key = new();
    }
}
