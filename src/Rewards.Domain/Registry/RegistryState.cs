using NodaTime;

namespace Rewards.Domain.Registry;

/// <summary>An API key as it is kept.</summary>
public sealed record ApiKey(ApiKeyCreated Created, Instant CreatedAt, Instant? RevokedAt)
{
    public bool IsGood(Instant now) => RevokedAt is null && !(Created.ExpiresAt <= now);

    /// <summary>Whether the key is for some communities only.</summary>
    public bool IsBound => Created.Communities.Count > 0;

    /// <summary>Whether the key may act in that community.</summary>
    public bool Reaches(string community) =>
        !IsBound || Created.Communities.Contains(community, StringComparer.Ordinal);
}

/// <summary>The installation: which communities exist, and the API keys, revoked ones included.</summary>
public sealed class RegistryState
{
    /// <summary>Most communities of one installation.</summary>
    public const int CommunitiesMax = 100_000;

    /// <summary>Most keys, revoked ones included: the registry lives in memory as a whole.</summary>
    public const int ApiKeysMax = 100_000;

    private readonly SortedSet<string> communities = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ApiKey> keys = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> Communities => communities;

    public IReadOnlyCollection<ApiKey> ApiKeys => keys.Values;

    public ApiKey? FindKey(string id) => keys.GetValueOrDefault(id);

    public bool HasCommunity(string community) => communities.Contains(community);

    public void Apply(RegistryEvent change, Instant recordedAt)
    {
        switch (change)
        {
            case CommunityOpened opened: communities.Add(opened.Community); break;
            case ApiKeyCreated created: keys[created.Id] = new ApiKey(created, recordedAt, null); break;
            case ApiKeyRevoked revoked when keys.TryGetValue(revoked.Id, out var key):
                keys[revoked.Id] = key with { RevokedAt = key.RevokedAt ?? recordedAt };
                break;
        }
    }
}
