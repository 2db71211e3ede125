using System.Diagnostics;
using Rewards.LoadTests.Generating;

namespace Rewards.LoadTests.SharedStore;

/// <summary>What one contender did in one round.</summary>
/// <param name="PerSecond">Awards that were acknowledged.</param>
/// <param name="P99Ms">Of a request, from its start to its last acknowledgement.</param>
public sealed record StoreRound(double PerSecond, double P99Ms)
{
    /// <summary>Clients side by side, each with one request under way, until the time is over.</summary>
    /// <param name="clients">How many.</param>
    /// <param name="measured">How long requests are begun; all that were begun count, with the time they took.</param>
    /// <param name="request">Does one request; answers how many awards it was.</param>
    public static async Task<StoreRound> RunAsync(int clients, TimeSpan measured, Func<int, Task<int>> request)
    {
        var histogram = new LatencyHistogram();
        var started = Stopwatch.GetTimestamp();
        var done = await Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(async () =>
        {
            var awards = 0;
            while (Stopwatch.GetElapsedTime(started) < measured)
            {
                var begun = Stopwatch.GetTimestamp();
                awards += await request(client);
                lock (histogram)
                    histogram.Record(Stopwatch.GetTimestamp() - begun);
            }

            return awards;
        })));
        return new StoreRound(
            done.Sum() / Stopwatch.GetElapsedTime(started).TotalSeconds, histogram.PercentileMs(0.99));
    }
}
