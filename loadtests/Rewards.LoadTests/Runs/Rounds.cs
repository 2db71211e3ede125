using Rewards.LoadTests.Generating;
using Rewards.LoadTests.Postgres;

namespace Rewards.LoadTests.Runs;

/// <summary>Turns what generator and pgbench report into rounds, and rounds into their medians.</summary>
public static class Rounds
{
    private const double MicrosecondsPerSecond = 1e6;

    /// <exception cref="InvalidOperationException">An answer was wrong, so the figures mean nothing.</exception>
    public static Round From(GeneratorReport report)
    {
        if (report.Violations > 0)
            throw new InvalidOperationException($"{report.Violations} wrong answers, first {report.FirstViolation}");
        return new Round(
            report.PerSecond, report.P50Ms, report.P99Ms,
            report.ServerCpuSeconds * MicrosecondsPerSecond / report.MeasuredActivities,
            report.GeneratorCpuSeconds * MicrosecondsPerSecond / report.MeasuredActivities,
            report.BytesPerResponse);
    }

    public static Round From(PgbenchRound round, int linesPerTransaction)
    {
        var activities = round.Log.ByScript.Sum() * linesPerTransaction;
        return new Round(
            round.TransactionsPerSecond * linesPerTransaction, round.Log.P50Ms, round.Log.P99Ms,
            round.ServerCpuSeconds * MicrosecondsPerSecond / activities,
            round.PgbenchCpuSeconds * MicrosecondsPerSecond / activities, 0);
    }

    public static Round Median(IReadOnlyList<Round> rounds) => new(
        Median(rounds, round => round.PerSecond), Median(rounds, round => round.P50Ms),
        Median(rounds, round => round.P99Ms), Median(rounds, round => round.ServerCpuUs),
        Median(rounds, round => round.GeneratorCpuUs), Median(rounds, round => round.BytesPerResponse));

    private static double Median(IEnumerable<Round> rounds, Func<Round, double> figure)
    {
        var sorted = rounds.Select(figure).Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
