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
    private const int FeathersPerAward = 5;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);

    public static async Task<int> RunAsync(StoreRunOptions options)
    {
        var connection = TableConnection.Parse(options.Connection);
        var table = new TableClient(connection, "plain");
        await table.CreateIfMissingAsync(CancellationToken.None);
        await using var journal = await AzureTablesJournal.OpenAsync(
            new AzureTablesJournalOptions { Connection = connection, Table = "load" }, CancellationToken.None);
        await using var grains = new LocalGrains(journal, TimeProvider.System, new GrainOptions());
        await JournalAwards.PublishAsync(grains);
        var (singles, batches) = (new JournalAwards(grains, "s", 1), new JournalAwards(grains, "b", options.Lines));
        var plain = new StoreContender("plain inserts", new PlainInserts(table).InsertAsync);
        var batched = new StoreContender($"awards, {options.Lines} per request", batches.TellAsync);
        var single = new StoreContender("awards, one per request", singles.TellAsync);
        for (var round = 0; round <= options.Rounds; round++)
        {
            foreach (var contender in new[] { plain, batched, single })
            {
                var measured = round == 0 ? WarmUp : options.Measured;
                await contender.PlayAsync(journal, options.Clients, measured, counts: round > 0);
            }
        }

        var (feathers, awards) = (await JournalAwards.FeathersAsync(grains), singles.Told + batches.Told);
        return feathers == awards * FeathersPerAward
            ? Report(options, plain, batched, single)
            : throw new InvalidOperationException(
                $"Members hold {feathers} feathers; {awards} awards of {FeathersPerAward} were acknowledged.");
    }

    private static int Report(
        StoreRunOptions options, StoreContender plain, StoreContender batched, StoreContender single)
    {
        Write($"{"",-26}{"awards/s",12}{"p99 ms",10}{"transactions/award",22}");
        foreach (var contender in new[] { plain, batched, single })
        {
            var transactions = contender == plain ? 1 : contender.TransactionsPerAward;
            Write($"{contender.Name,-26}{contender.PerSecond,12:N0}{contender.P99Ms,10:N1}{transactions,22:N3}");
        }

        StoreResults.Store(options, plain, batched, single);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"RESULT plain_ratio={batched.PerSecond / plain.PerSecond:F2} {Figures(batched, "")} "
            + $"single_ratio={single.PerSecond / plain.PerSecond:F2} {Figures(single, "single_")} "
            + $"plain_per_s={plain.PerSecond:F0}"));
        return 0;
    }

    private static string Figures(StoreContender of, string prefix) => string.Create(
        CultureInfo.InvariantCulture,
        $"{prefix}per_s={of.PerSecond:F0} {prefix}transactions_per_award={of.TransactionsPerAward:F3} "
        + $"{prefix}p99_ms={of.P99Ms:F1}");

    private static void Write(FormattableString line) =>
        Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
