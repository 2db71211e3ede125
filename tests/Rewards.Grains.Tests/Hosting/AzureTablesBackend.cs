using Rewards.AzureTables;
using Rewards.Journal;
using Rewards.Journal.AzureTables;
using Rewards.Tests.Shared.Azure;

namespace Rewards.Grains.Tests.Hosting;

/// <summary>Tables of its own on Azurite.</summary>
public sealed class AzureTablesBackend : IBackend
{
    private readonly AzureTablesJournalOptions options = new()
    {
        Connection = TableConnection.Parse(Azurite.ConnectionString),
        Table = Azurite.NewTable(),
    };

    private AzureTablesJournal? journal;

    public IJournal Journal => journal ?? throw new InvalidOperationException("The journal is not open.");

    public async ValueTask OpenAsync() =>
        journal = await AzureTablesJournal.OpenAsync(options, TestContext.Current.CancellationToken);

    public async ValueTask ReopenAsync()
    {
        await DisposeAsync();
        await OpenAsync();
    }

    public ValueTask DisposeAsync() => journal?.DisposeAsync() ?? ValueTask.CompletedTask;
}
