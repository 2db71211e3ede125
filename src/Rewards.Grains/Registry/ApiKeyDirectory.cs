using System.Collections.Concurrent;
using NodaTime;
using Rewards.Domain.Registry;

namespace Rewards.Grains.Registry;

/// <summary>
/// The keys for whoever authenticates requests: read by many threads. A revocation holds from the moment it is
/// answered.
/// </summary>
public sealed class ApiKeyDirectory
{
    private readonly ConcurrentDictionary<string, ApiKey> keys = new(StringComparer.Ordinal);

    public ApiKey? Find(string id) => keys.GetValueOrDefault(id);

    /// <summary>A key that lives as long as the process and is in no journal.</summary>
    public void PutTransient(ApiKeyCreated created, Instant now) => Put(new ApiKey(created, now, null));

    /// <summary>A revocation is for ever: what was read before it and arrives after it does not undo it.</summary>
    internal void Put(ApiKey key) => keys.AddOrUpdate(
        key.Created.Id, key, (_, known) => known.RevokedAt is null || key.RevokedAt is not null ? key : known);
}
