using Rewards.AzureTables;
using Rewards.Journal.AzureTables;
using Rewards.Journal.AzureTables.Layout;
using Rewards.Journal.AzureTables.Log;
using Rewards.Tests.Shared.Azure;

namespace Rewards.Journal.Tests.AzureTables;

/// <summary>The end of the log is found whatever its length, and in few replies: a server starts only then.</summary>
public sealed class LogEndTests
{
    private static readonly int[] Lengths = [0, 1, 2, 15, 16, 17, 255, 256, 257, 700, 1_300, 5_000];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task End_OfALogOfAnyLength_IsFound()
    {
        using var store = new Store(new AzureTablesJournalOptions
        {
            Connection = TableConnection.Parse(Azurite.ConnectionString),
            Table = Azurite.NewTable(),
        });
        await store.Log.CreateIfMissingAsync(Cancellation);
        var written = 0;
        foreach (var length in Lengths)
        {
            foreach (var some in Enumerable.Range(written, length - written).Chunk(100))
            {
                await store.TransactLogAsync([.. some.Select(number =>
                    TableOperation.Insert(new TableEntity(Keys.Log, Keys.Notice(number))))]);
            }

            written = length;
            var end = new LogEnd(store);

            await end.FindAsync(Cancellation);

            Assert.Equal(length, end.Next);
        }
    }
}
