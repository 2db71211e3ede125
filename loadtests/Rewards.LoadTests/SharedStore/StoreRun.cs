using System.Globalization;
using Rewards.AzureTables;

namespace Rewards.LoadTests.SharedStore;

/// <summary>
/// <c>loadtests/run azurite</c>: awards on the shared store against a plain insert for each award, in turns, in this
/// process and on one Azurite.
/// </summary>
internal static class StoreRun
{
    public static async Task<int> RunAsync(StoreRunOptions options)
    {
        var connection = TableConnection.Parse(options.Connection);
        var plain = new StoreContender("plain inserts", "plain", PlainInserts.BeginAsync);
        var batched = new StoreContender(
            $"awards, {options.Lines} per request", "batched",
            (to, table) => JournalAwards.BeginAsync(to, table, options.Lines));
        var single = new StoreContender(
            "awards, one per request", "single", (to, table) => JournalAwards.BeginAsync(to, table, 1));
        for (var round = 1; round <= options.Rounds; round++)
        {
            foreach (var contender in new[] { plain, batched, single })
            {
                await contender.PlayAsync(connection, round, options);
            }
        }

        return Report(options, plain, batched, single);
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
