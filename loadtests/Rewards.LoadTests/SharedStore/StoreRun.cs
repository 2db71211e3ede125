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
        var plain = new StoreContender("plain inserts", "plain", options.PlainClients, PlainInserts.BeginAsync);
        var batched = new StoreContender(
            $"awards, {options.Lines} per request", "batched", options.Clients,
            (to, table, underWay) => JournalAwards.BeginAsync(to, table, underWay, options.Lines));
        var single = new StoreContender(
            "awards, one per request", "single", options.Clients,
            (to, table, underWay) => JournalAwards.BeginAsync(to, table, underWay, 1));
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
        Write($"{"",-26}{"awards/s",12}{"p99 ms",10}{"transactions/award",22}{"requests at once",18}");
        foreach (var contender in new[] { plain, batched, single })
        {
            var transactions = contender == plain ? 1 : contender.TransactionsPerAward;
            var (name, most) = (contender.Name, contender.AtOnceMax);
            Write($"{name,-26}{contender.PerSecond,12:N0}{contender.P99Ms,10:N1}{transactions,22:N3}{most,18:N0}");
        }

        if (plain.AtOnceMax < Math.Max(batched.AtOnceMax, single.AtOnceMax))
        {
            Console.WriteLine("Not fair: the plain inserts had fewer requests at once. Give more --plain-clients.");
        }

        StoreResults.Store(options, plain, batched, single);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"RESULT plain_ratio={batched.PerSecond / plain.PerSecond:F2} {Figures(batched, "")} "
            + $"single_ratio={single.PerSecond / plain.PerSecond:F2} {Figures(single, "single_")} "
            + $"plain_per_s={plain.PerSecond:F0} plain_at_once={plain.AtOnceMax} at_once={batched.AtOnceMax}"));
        return 0;
    }

    private static string Figures(StoreContender of, string prefix) => string.Create(
        CultureInfo.InvariantCulture,
        $"{prefix}per_s={of.PerSecond:F0} {prefix}transactions_per_award={of.TransactionsPerAward:F3} "
        + $"{prefix}p99_ms={of.P99Ms:F1}");

    private static void Write(FormattableString line) =>
        Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
