using Rewards.AzureTables;
using Rewards.Domain;
using Rewards.Grains.Communities;
using Rewards.Grains.InProcess;
using Rewards.Journal.AzureTables;
using Rewards.Tests.Shared;
using Rewards.Tests.Shared.Azure;

namespace Rewards.Grains.Tests.SharedStore;

/// <summary>Tables on Azurite with one community, for hosts that reach them directly or through a proxy.</summary>
internal sealed class SharedStore
{
    public static readonly CommunityId Community = new("birds");

    /// <summary>Every activity pays 3 stars; reading an article 5 feathers beside them, once per article.</summary>
    private const string Rules = """
        [
          { "id": "share", "order": 1, "when": "share", "give": { "stars": 3 } },
          { "id": "read", "order": 1, "when": "read", "give": { "stars": 3 } },
          { "id": "first-read", "order": 2, "when": "read", "give": { "feathers": 5 },
            "limits": [{ "per": "member-and-subject", "within": "lifetime", "times": 1 }] }
        ]
        """;

    /// <summary>Short, so that thousands of lost answers can be waited for; what is slower is one more fault.</summary>
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromMilliseconds(300);

    private readonly string table = Azurite.NewTable();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Makes the tables and publishes the community, undisturbed.</summary>
    public static async Task<SharedStore> CreateAsync()
    {
        var store = new SharedStore();
        await using var journal = await store.OpenAsync();
        await using var grains = new LocalGrains(journal, TimeProvider.System, new GrainOptions());
        var document = new CommunityDocument { Rules = Rules };
        await grains.Community(Community).PublishAsync(new PublishRules(document.ToJson(), 0, "op", ""));
        return store;
    }

    public ValueTask<AzureTablesJournal> OpenAsync() => AzureTablesJournal.OpenAsync(
        Options(Azurite.ConnectionString, new TableClientOptions().RequestTimeout), Cancellation);

    /// <summary>A host that never looks by itself for what others have told.</summary>
    public ValueTask<AzureTablesJournal> OpenIncuriousAsync() => AzureTablesJournal.OpenAsync(
        Options(Azurite.ConnectionString, new TableClientOptions().RequestTimeout) with
        {
            PollEvery = TimeSpan.FromDays(1),
        },
        Cancellation);

    /// <summary>A host's journal behind a proxy; opening it may take several attempts.</summary>
    public async Task<AzureTablesJournal> OpenThroughAsync(string connectionString)
    {
        for (var attempt = 1; ; attempt++)
        {
            // On a machine with more to do than it can, every answer takes longer than that.
            var options = Options(connectionString, RequestTimeout * (1 + (attempt / 20)));
            try
            {
                return await AzureTablesJournal.OpenAsync(options, Cancellation);
            }
            catch (Rewards.Journal.JournalOpenException) when (attempt < 200)
            {
            }
        }
    }

    private AzureTablesJournalOptions Options(string connectionString, TimeSpan requestTimeout) => new()
    {
        Connection = TableConnection.Parse(connectionString),
        Table = table,
        Client = () => new TableClientOptions { RequestTimeout = requestTimeout },
        NoticeEvery = TimeSpan.FromMilliseconds(50),
        BeatEvery = TimeSpan.FromMilliseconds(500),
        SilenceMax = TimeSpan.FromSeconds(3),
    };
}
