using NodaTime;
using Rewards.Domain.Registry;
using Rewards.Grains.Registry;

namespace Rewards.Server.Composition.Commands;

/// <summary>A key that an operator asks for.</summary>
internal sealed record KeyRequest(ApiScope Scopes, string[] Communities, string Actor, Instant? ExpiresAt);

/// <summary>
/// Where the <c>keys</c> commands find keys: the journal of a server that does not run (the first key, or a lost one),
/// or a running server (a revocation holds from the moment of its answer).
/// </summary>
internal interface IKeyBook : IAsyncDisposable
{
    /// <summary>The new key's id and the key itself, which is shown this once.</summary>
    ValueTask<(string Id, string Key)> CreateAsync(KeyRequest request, CancellationToken cancellation);

    /// <summary>All keys, oldest first.</summary>
    ValueTask<IReadOnlyList<ApiKeyView>> ListAsync(CancellationToken cancellation);

    ValueTask<ApiKeyView> RevokeAsync(string id, CancellationToken cancellation);
}
