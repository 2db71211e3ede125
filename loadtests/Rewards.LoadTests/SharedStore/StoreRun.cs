using System.Globalization;
using Rewards.AzureTables;
using Rewards.Grains.InProcess;
using Rewards.Journal.AzureTables;

namespace Rewards.LoadTests.SharedStore;

/// <summary>
/// <c>loadtests/run azurite</c>: awards on the shared store against a plain insert for each award, in turns, in this
/// process and on one Azurite.
/// </summary>
internal static class StoreRun
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);

    public static async Task<int> RunAsync(StoreRunOptions options)
    {
        var connection = TableConnection.Parse(options.Connection);
        var plainTable = new TableClient(connection, "plain");
        await plainTable.CreateIfMissingAsync(CancellationToken.None);
        await using var journal = await AzureTablesJournal.OpenAsync(
            new AzureTablesJournalOptions { Connection = connection, Table = "load" }, CancellationToken.None);
        await using var grains = new LocalGrains(journal, TimeProvider.System, new GrainOptions());
        await JournalAwards.PublishAsync(grains);
        var (plain, batches, singles) =
            (new PlainInserts(plainTable), new JournalAwards(grains, options.Lines), new JournalAwards(grains, 1));
        var contenders = new (string Name, Func<int, Task<int>> Request)[]
        {
            ("plain inserts", plain.InsertAsync),
            ("awards in batches", batches.TellAsync),
        };

        var rounds = contenders.ToDictionary(contender => contender.Name, _ => new List<StoreRound>());
        var traffic = default(JournalTraffic);
        for (var round = 0; round <= options.Rounds; round++)
        {
            foreach (var (name, request) in contenders)
            {
                var before = journal.Traffic;
                var done = await StoreRound.RunAsync(
                    options.Clients, round == 0 ? WarmUp : options.Measured, request);
                if (round > 0)
                {
                    rounds[name].Add(done);
                    traffic = request == batches.TellAsync ? Added(traffic, before, journal.Traffic) : traffic;
                }
            }
        }

        return await ReportAsync(options, rounds["plain inserts"], rounds["awards in batches"], traffic, batches);
    }
}
