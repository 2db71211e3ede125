using Rewards.AzureTables;
using Rewards.Journal.AzureTables;
using Rewards.Journal.Tests.Conformance;
using Rewards.Tests.Shared.Azure;

namespace Rewards.Journal.Tests.AzureTables;

/// <summary>A journal in tables of its own, on Azurite.</summary>
internal sealed class AzureTablesBackend : IJournalBackend
{
    private readonly AzureTablesJournalOptions options;

    private AzureTablesBackend(AzureTablesJournalOptions options) => this.options = options;

    public AzureTablesJournalOptions Options => options;

    public AzureTablesJournal AzureTables { get; private set; } = null!;

    public IJournal Journal => AzureTables;

    public static async ValueTask<AzureTablesBackend> CreateAsync(
        Func<AzureTablesJournalOptions, AzureTablesJournalOptions>? adjust = null)
    {
        var options = new AzureTablesJournalOptions
        {
            Connection = TableConnection.Parse(Azurite.ConnectionString),
            Table = Azurite.NewTable(),
        };
        var backend = new AzureTablesBackend(adjust is null ? options : adjust(options));
        backend.AzureTables = await backend.OpenAsync();
        return backend;
    }

    /// <summary>Another host on the same tables.</summary>
    public ValueTask<AzureTablesJournal> OpenAsync(
        Func<AzureTablesJournalOptions, AzureTablesJournalOptions>? adjust = null) =>
        AzureTablesJournal.OpenAsync(
            adjust is null ? options : adjust(options), TestContext.Current.CancellationToken);

    public async ValueTask ReopenAsync()
    {
        await AzureTables.DisposeAsync();
        AzureTables = await OpenAsync();
    }

    public ValueTask DisposeAsync() => AzureTables.DisposeAsync();
}
