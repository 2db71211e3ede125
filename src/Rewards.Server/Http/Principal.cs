using Microsoft.AspNetCore.Http.Features;
using Rewards.Domain.Registry;

namespace Rewards.Server.Http;

/// <summary>Who makes a request: an API key, acting for a named person or system in the audit.</summary>
public sealed record Principal(string KeyId, string Actor, ApiScope Scopes);

/// <summary>The scope that an address asks for; set once on each group or endpoint.</summary>
public sealed record RequiredScope(ApiScope Scope)
{
    /// <summary>
    /// The address is about the whole installation: a key that is bound to communities could free itself there.
    /// </summary>
    public bool Everywhere { get; init; }
}

public static class PrincipalOfRequest
{
    public static Principal Principal(this HttpContext context) => context.Features.GetRequiredFeature<Principal>();

    internal static void Set(HttpContext context, Principal principal) => context.Features.Set(principal);
}
