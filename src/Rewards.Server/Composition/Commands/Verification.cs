using System.Runtime;
using Rewards.Grains.Verification;
using Rewards.Journal;

namespace Rewards.Server.Composition.Commands;

/// <summary>A verification as commands run it: with a progress bar, and a report in words.</summary>
internal static class Verification
{
    public static async Task<VerificationReport> RunAsync(
        IJournal journal, VerificationOptions options, CancellationToken cancellation)
    {
        // Nobody waits for an answer here: collecting beside the work would only take a processor from it.
        var before = GCSettings.LatencyMode;
        GCSettings.LatencyMode = GCLatencyMode.Batch;
        try
        {
            return await Terminal.WithProgressAsync("Verifying", tell => Task.Run(
                () => new Verifier(journal, options).RunAsync(new Told(tell), cancellation), cancellation));
        }
        finally
        {
            GCSettings.LatencyMode = before;
        }
    }

    /// <summary>What was looked at, and every finding on a line of its own.</summary>
    public static void Write(TextWriter target, VerificationReport report)
    {
        var counts = report.Counts;
        target.WriteLine($"{Terminal.Number(counts.Records)} records of {Terminal.Number(counts.Members)} members in "
            + $"{Terminal.Communities(counts.Communities)}; the latest is of "
            + $"{(report.LatestAt is { } at ? at.ToString() : "never")}.");
        target.WriteLine($"{Terminal.Number(counts.Events)} events, {Terminal.Number(counts.Postings)} postings, "
            + $"{Terminal.Number(counts.Rows)} keyed rows, {Terminal.Number(counts.Sides)} side records, "
            + $"{Terminal.Number(counts.Snapshots)} snapshots.");
        Terminal.WriteTable(target,
        [
            .. report.Totals.SelectMany(one => one.Totals, (one, totals) => new[]
            {
                $"  {one.Community}", totals.Currency, $"issued {Terminal.Number(totals.Issued)}",
                $"spent {Terminal.Number(totals.Spent)}", $"expired {Terminal.Number(totals.Expired)}",
                $"outstanding {Terminal.Number(totals.Outstanding)}",
            }),
        ]);
        foreach (var finding in report.Findings)
        {
            target.WriteLine($"WRONG  {finding}");
        }

        if (report.FindingCount > report.Findings.Count)
        {
            target.WriteLine($"WRONG  and {report.FindingCount - report.Findings.Count} more.");
        }

        target.WriteLine(report.IsSound
            ? "Sound: sums, hash chains, keyed rows, side records, snapshots and projections hold."
            : $"Not sound: {Terminal.Number(report.FindingCount)} findings.");
    }

    private sealed class Told(Action<double?, string> tell) : IProgress<VerificationProgress>
    {
        public void Report(VerificationProgress value) => tell(value.Share, value.Pass switch
        {
            0 => value.What,
            1 => $"{value.What}, {Terminal.Number(value.Records)} records",
            _ => $"{value.What}, walk {value.Pass}, {Terminal.Number(value.Records)} records",
        });
    }
}
