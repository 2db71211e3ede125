using NodaTime;

namespace Rewards.Domain.Registry;

/// <summary>Something that happened to the installation: its communities and API keys.</summary>
public abstract record RegistryEvent;

public sealed record CommunityOpened(string Community, string By) : RegistryEvent;

/// <summary>
/// An API key was created. The secret itself is shown once and kept nowhere; <paramref name="SecretHash"/> is its
/// SHA-256. An empty list of communities means all of them.
/// </summary>
public sealed record ApiKeyCreated(
    string Id,
    ReadOnlyMemory<byte> SecretHash,
    ApiScope Scopes,
    IReadOnlyList<string> Communities,
    string Actor,
    Instant? ExpiresAt,
    string By) : RegistryEvent;

public sealed record ApiKeyRevoked(string Id, string By) : RegistryEvent;
