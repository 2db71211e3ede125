using System.Collections.Immutable;
using NodaTime;
using Rewards.Domain.Registry;

namespace Rewards.Grains.Registry;

/// <summary>
/// The keys for whoever authenticates requests: read by many threads, replaced as a whole when a key is created or
/// revoked, so that a revocation holds from the moment it is answered.
/// </summary>
public sealed class ApiKeyDirectory
{
    private ImmutableDictionary<string, ApiKey> keys = ImmutableDictionary<string, ApiKey>.Empty;

    public ApiKey? Find(string id) => Volatile.Read(ref keys).GetValueOrDefault(id);

    /// <summary>A key that lives as long as the process and is in no journal.</summary>
    public void PutTransient(ApiKeyCreated created, Instant now) => Put(new ApiKey(created, now, null));

    internal void Put(ApiKey key) =>
        ImmutableInterlocked.AddOrUpdate(ref keys, key.Created.Id, key, (_, _) => key);
}
