using NodaTime;
using Rewards.Domain;
using Rewards.Domain.Registry;
using Rewards.Grains.InProcess;
using Rewards.Journal;
using Rewards.Journal.Records;

namespace Rewards.Grains.Registry;

/// <summary>The registry's grain in memory.</summary>
internal sealed class RegistryActivation(IJournal journal, StreamId id) : Activation<RegistryEvent>(journal, id)
{
    public RegistryState State { get; } = new();

    protected override void Evolve(RegistryEvent change, Instant recordedAt) => State.Apply(change, recordedAt);
}

/// <summary>The registry as the in-process host runs it.</summary>
internal sealed class RegistryGrain(Turns turns, IJournal journal, TimeProvider time, ApiKeyDirectory directory)
    : IRegistryGrain
{
    public ValueTask<bool> OpenCommunityAsync(string community, string by) => RunAsync(
        (grain, name) =>
        {
            if (grain.State.HasCommunity(name))
            {
                return ValueTask.FromResult(false);
            }

            if (grain.State.Communities.Count >= RegistryState.CommunitiesMax)
            {
                throw new DomainException(
                    Refusals.CommunitiesFull,
                        $"An installation has at most {RegistryState.CommunitiesMax} communities.");
            }

            Commit(grain, new CommunityOpened(name, by));
            return ValueTask.FromResult(true);
        },
        community);

    public ValueTask<IReadOnlyList<string>> CommunitiesAsync() => RunAsync(
        static (grain, _) => ValueTask.FromResult<IReadOnlyList<string>>([.. grain.State.Communities]), 0);

    public async ValueTask<ApiKeyView> CreateKeyAsync(CreateApiKey command)
    {
        var key = await RunAsync(CreateTurn, command);
        directory.Put(key);
        return View(key);
    }

    public async ValueTask<ApiKeyView> RevokeKeyAsync(string id, string by)
    {
        var key = await RunAsync((grain, id) => RevokeTurn(grain, id, by), id);
        directory.Put(key);
        return View(key);
    }

    public ValueTask<IReadOnlyList<ApiKeyView>> KeysAsync() => RunAsync(
        static (grain, _) => ValueTask.FromResult<IReadOnlyList<ApiKeyView>>(
            [.. grain.State.ApiKeys.Select(View).OrderBy(key => key.CreatedAt)]),
        0);

    /// <summary>Fills the directory from the journal when the server starts.</summary>
    public async ValueTask LoadDirectoryAsync()
    {
        foreach (var key in await RunAsync(static (grain, _) => ValueTask.FromResult(grain.State.ApiKeys.ToArray()), 0))
        {
            directory.Put(key);
        }
    }

    private static ApiKeyView View(ApiKey key) => new(
        key.Created.Id,
        key.Created.Scopes,
        [.. key.Created.Communities],
        key.Created.Actor,
        key.CreatedAt,
        key.Created.ExpiresAt,
        key.RevokedAt,
        key.Created.By);

    private ValueTask<ApiKey> CreateTurn(RegistryActivation grain, CreateApiKey command)
    {
        if (grain.State.FindKey(command.Id) is { } known)
        {
            return known.Created.SecretHash.Span.SequenceEqual(command.SecretHash)
                ? ValueTask.FromResult(known)
                : throw new DomainException(Refusals.IdConflict, $"The key id '{command.Id}' is taken.");
        }

        if (grain.State.ApiKeys.Count >= RegistryState.ApiKeysMax)
        {
            throw new DomainException(
                Refusals.ApiKeysFull,
                    $"An installation has at most {RegistryState.ApiKeysMax} keys, revoked ones included.");
        }

        // Copies: what the caller does to its command afterwards is no business of the key's.
        Commit(grain, new ApiKeyCreated(
            command.Id,
            command.SecretHash.ToArray(),
            command.Scopes,
            [.. command.Communities],
            command.Actor,
            command.ExpiresAt,
            command.By));
        return ValueTask.FromResult(grain.State.FindKey(command.Id)!);
    }

    private ValueTask<ApiKey> RevokeTurn(RegistryActivation grain, string id, string by)
    {
        var key = grain.State.FindKey(id)
            ?? throw new DomainException(Refusals.UnknownApiKey, $"There is no API key '{id}'.", ("id", id));
        if (key.RevokedAt is null)
        {
            Commit(grain, new ApiKeyRevoked(id, by));
        }

        return ValueTask.FromResult(grain.State.FindKey(id)!);
    }

    private void Commit(RegistryActivation grain, RegistryEvent change)
    {
        var now = Microseconds.Floor(Instant.FromDateTimeOffset(time.GetUtcNow()));
        grain.Commit(Change<RegistryEvent>.Of(change), now, turns.Options);
    }

    private ValueTask<TAnswer> RunAsync<TCommand, TAnswer>(
        TurnBody<RegistryActivation, TCommand, TAnswer> body, TCommand command) =>
        turns.RunAsync(StreamId.Registry, id => new RegistryActivation(journal, id), body, command);
}
