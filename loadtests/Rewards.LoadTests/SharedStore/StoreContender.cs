using Rewards.Journal.AzureTables;

namespace Rewards.LoadTests.SharedStore;

/// <summary>One who takes part, and what came of it so far.</summary>
internal sealed class StoreContender(string name, Func<int, Task<int>> request)
{
    private readonly List<StoreRound> rounds = [];
    private long records;
    private long transactions;

    public string Name => name;

    public IReadOnlyList<StoreRound> Rounds => rounds;

    public double PerSecond => Median(round => round.PerSecond);

    public double P99Ms => Median(round => round.P99Ms);

    /// <summary>Write transactions, on streams and on the log, for each award.</summary>
    public double TransactionsPerAward => transactions / (double)Math.Max(1, records);

    public async Task PlayAsync(AzureTablesJournal journal, int clients, TimeSpan measured, bool counts)
    {
        var before = journal.Traffic;
        var round = await StoreRound.RunAsync(clients, measured, request);
        var after = journal.Traffic;
        if (counts)
        {
            rounds.Add(round);
            records += after.Records - before.Records;
            transactions += after.StreamTransactions + after.LogTransactions
                - before.StreamTransactions - before.LogTransactions;
        }
    }

    private double Median(Func<StoreRound, double> figure)
    {
        var sorted = rounds.Select(figure).Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
