using NodaTime;
using Rewards.Domain.Registry;

namespace Rewards.Grains.Registry;

/// <summary>Create a key. The caller made id and secret; only the secret's SHA-256 comes here.</summary>
public sealed record CreateApiKey(
    string Id,
    byte[] SecretHash,
    ApiScope Scopes,
    IReadOnlyList<string> Communities,
    string Actor,
    Instant? ExpiresAt,
    string By);

/// <summary>A key without its secret.</summary>
public sealed record ApiKeyView(
    string Id,
    ApiScope Scopes,
    IReadOnlyList<string> Communities,
    string Actor,
    Instant CreatedAt,
    Instant? ExpiresAt,
    Instant? RevokedAt,
    string By);

/// <summary>The installation: its communities and API keys.</summary>
public interface IRegistryGrain
{
    /// <summary>Opens a community; opening it again changes nothing and answers false.</summary>
    ValueTask<bool> OpenCommunityAsync(string community, string by);

    /// <summary>All communities in ordinal order.</summary>
    ValueTask<IReadOnlyList<string>> CommunitiesAsync();

    /// <exception cref="Domain.DomainException"><c>id-conflict</c>, <c>api-keys-full</c>.</exception>
    ValueTask<ApiKeyView> CreateKeyAsync(CreateApiKey command);

    /// <summary>Revokes a key; revoking it again changes nothing.</summary>
    /// <exception cref="Domain.DomainException"><c>unknown-api-key</c>.</exception>
    ValueTask<ApiKeyView> RevokeKeyAsync(string id, string by);

    /// <summary>All keys, oldest first, revoked ones included.</summary>
    ValueTask<IReadOnlyList<ApiKeyView>> KeysAsync();
}
