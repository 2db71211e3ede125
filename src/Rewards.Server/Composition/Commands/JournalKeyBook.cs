using Rewards.Domain;
using Rewards.Grains.InProcess;
using Rewards.Grains.Registry;
using Rewards.Journal;
using Rewards.Server.Configuration;
using Rewards.Server.Http;

namespace Rewards.Server.Composition.Commands;

/// <summary>Keys in the journal, while no server runs on it.</summary>
internal sealed class JournalKeyBook(IJournal journal, LocalGrains grains) : IKeyBook
{
    private const string By = "keys command";

    /// <exception cref="JournalOpenException">A server runs on it; the message says how to go through it.</exception>
    public static async ValueTask<IKeyBook> OpenAsync(ServerConfiguration configuration, string dataFolder)
    {
        try
        {
            var journal = Journals.Open(configuration, dataFolder);
            var grains = new LocalGrains(journal, TimeProvider.System, new GrainOptions());
            await grains.StartAsync();
            return new JournalKeyBook(journal, grains);
        }
        catch (JournalOpenException e) when (e.InnerException is IOException)
        {
            throw new JournalOpenException(
                $"{e.Message} To go through a running server: --server URL, with an admin key in "
                + $"{ServerKeyBook.KeyVariable}.",
                e);
        }
    }

    public async ValueTask<(string Id, string Key)> CreateAsync(KeyRequest request, CancellationToken cancellation)
    {
        var (id, key) = ApiKeyText.Make();
        await RefusableAsync(grains.Registry.CreateKeyAsync(new CreateApiKey(
            id, ApiKeyText.Parse(key)!.Value.SecretHash, request.Scopes, request.Communities, request.Actor,
            request.ExpiresAt, By)));
        return (id, key);
    }

    public ValueTask<IReadOnlyList<ApiKeyView>> ListAsync(CancellationToken cancellation) =>
        grains.Registry.KeysAsync();

    public ValueTask<ApiKeyView> RevokeAsync(string id, CancellationToken cancellation) =>
        RefusableAsync(grains.Registry.RevokeKeyAsync(id, By));

    public async ValueTask DisposeAsync()
    {
        await grains.DisposeAsync();
        await journal.DisposeAsync();
    }

    private static async ValueTask<T> RefusableAsync<T>(ValueTask<T> command)
    {
        try
        {
            return await command;
        }
        catch (DomainException e)
        {
            throw new ArgumentsException(e.Message);
        }
    }
}
