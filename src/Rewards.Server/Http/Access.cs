using System.Security.Cryptography;
using Microsoft.AspNetCore.Connections.Features;
using NodaTime;
using Rewards.Domain.Registry;
using Rewards.Grains.Registry;

namespace Rewards.Server.Http;

/// <summary>Whose key a request carries, and what that key may do.</summary>
public sealed class Access(ApiKeyDirectory keys, TimeProvider time)
{
    private const string Scheme = "Bearer ";

    /// <summary>
    /// Null when the request carries no key in force. A connection sends the same header again and again, and the
    /// server hands out the very same string for it: what it was found to mean is kept with the connection. Whether the
    /// key is still in force is asked each time.
    /// </summary>
    internal KeyHolder? Authenticate(HttpContext context)
    {
        var header = context.Request.Headers.Authorization;
        if (header.Count != 1 || header[0] is not { } text)
        {
            return null;
        }

        var connection = context.Features.Get<IConnectionItemsFeature>()?.Items;
        if (connection is null
            || !connection.TryGetValue(ProvenHeader.Place, out var kept)
            || kept is not ProvenHeader proven
            || !ReferenceEquals(proven.Header, text))
        {
            if (Prove(text) is not { } id || keys.Find(id) is not { } found)
            {
                return null;
            }

            proven = new ProvenHeader(text, new KeyHolder(found));
            if (connection is not null)
            {
                connection[ProvenHeader.Place] = proven;
            }
        }

        var key = keys.Find(proven.Holder.Key.Created.Id);
        if (key is null || !key.IsGood(Instant.FromDateTimeOffset(time.GetUtcNow())))
        {
            return null;
        }

        return ReferenceEquals(key, proven.Holder.Key) ? proven.Holder : new KeyHolder(key);
    }

    /// <summary>An operator's key does what an app's does, an admin's everything that is not a partner's.</summary>
    internal static bool Allows(ApiScope has, ApiScope needed)
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

    private sealed record ProvenHeader(string Header, KeyHolder Holder)
    {
        public static readonly object Place = new();
    }
}

/// <summary>A key as it is in force, and who acts with it.</summary>
internal sealed class KeyHolder(ApiKey key)
{
    public ApiKey Key { get; } = key;

    public Principal Principal { get; } = new(key.Created.Id, key.Created.Actor, key.Created.Scopes);
}
