using Rewards.AzureTables;

namespace Rewards.LoadTests.SharedStore;

/// <summary>One who takes part, and what came of it so far.</summary>
internal sealed class StoreContender(
    string name, string table, int clients, Func<TableConnection, string, UnderWay, Task<IStoreProgram>> begin)
{
    private readonly UnderWay underWay = new();
    private readonly List<StoreRound> rounds = [];
    private long records;
    private long transactions;

    public string Name => name;

    public int Clients => clients;

    /// <summary>Most requests that the store had from it at once.</summary>
    public int AtOnceMax => underWay.Most;

    public IReadOnlyList<StoreRound> Rounds => rounds;

    public double PerSecond => Median(round => round.PerSecond);

    public double P99Ms => Median(round => round.P99Ms);

    /// <summary>Write transactions, on streams and on the log, for each award.</summary>
    public double TransactionsPerAward => transactions / (double)Math.Max(1, records);

    /// <summary>
    /// A round on a table of its own: the emulator takes longer for each write the more a table holds, so that all
    /// begin with nothing.
    /// </summary>
    public async Task PlayAsync(TableConnection connection, int round, StoreRunOptions options)
    {
        await using var program = await begin(connection, $"{table}{round}", underWay);
        await StoreRound.RunAsync(clients, options.WarmUp, program.RequestAsync);
        var before = program.Traffic;
        rounds.Add(await StoreRound.RunAsync(clients, options.Measured, program.RequestAsync));
        var after = program.Traffic;
        records += after.Records - before.Records;
        transactions += after.StreamTransactions + after.LogTransactions
            - before.StreamTransactions - before.LogTransactions;
        await program.CheckAsync();
    }

    private double Median(Func<StoreRound, double> figure)
    {
        var sorted = rounds.Select(figure).Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
