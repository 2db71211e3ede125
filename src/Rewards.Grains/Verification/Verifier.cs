using System.Threading.Channels;
using Rewards.Journal;

namespace Rewards.Grains.Verification;

/// <summary>
/// Replays every stream of a journal that nobody writes to, and finds what is wrong: sums, hash chains, keyed rows,
/// side records, snapshots, due work, projections. Walks along the feed; what it holds in memory is bounded, whatever
/// the size of the journal.
/// </summary>
public sealed class Verifier(IJournal journal, VerificationOptions options)
{
    /// <summary>With more, the arrays of a page are large objects, which the collector only frees with everything else.
    /// </summary>
    private const int RecordsPerRead = 1_024;

    /// <summary>Pages that wait for a worker: enough that none waits for the disk.</summary>
    private const int PagesAheadMax = 16;

    private readonly IJournalInspection inspection = journal as IJournalInspection ?? new PlainInspection(journal);

    /// <exception cref="JournalOpenException">Another host is at work on the journal.</exception>
    public async Task<VerificationReport> RunAsync(
        IProgress<VerificationProgress>? progress, CancellationToken cancellation)
    {
        progress?.Report(new VerificationProgress(0, null, 0, "what other servers left"));
        await journal.SettleAsync(cancellation);
        var findings = new Findings(options.FindingsMax);
        var due = await DueCheck.LoadAsync(journal, options.HeldMax, findings, cancellation);
        var tallies = Enumerable.Range(0, options.Workers).Select(_ => new Tally()).ToArray();
        var heldMax = Math.Max(1, options.HeldMax / options.Workers);
        var workers = Array.ConvertAll(
            tallies, tally => new AuditWorker(journal, inspection, due, findings, heldMax, tally));
        for (var pass = 1; !Array.TrueForAll(workers, worker => worker.IsDone); pass++)
        {
            await WalkAsync(workers, pass, findings, progress, cancellation);
        }

        var sum = new Tally();
        Array.ForEach(tallies, sum.Add);
        foreach (var finding in sum.Between())
        {
            findings.Add(finding);
        }

        progress?.Report(new VerificationProgress(0, null, 0, "due work and projections"));
        await due.EndAsync(journal, findings, cancellation);
        await TotalsCheck.CheckAsync(journal, inspection, sum, findings, cancellation);
        if (options.Storage)
        {
            progress?.Report(new VerificationProgress(0, null, 0, "storage"));
            foreach (var complaint in inspection.CheckStorage(cancellation))
            {
                findings.Add(complaint);
            }
        }

        return new VerificationReport
        {
            Findings = findings.InOrder(),
            FindingCount = findings.Count,
            Counts = sum.Counts,
            LatestAt = sum.LatestAt,
            Totals = sum.Totals,
        };
    }

    private async Task WalkAsync(
        AuditWorker[] workers, int pass, Findings findings, IProgress<VerificationProgress>? progress,
        CancellationToken cancellation)
    {
        // One worker that fails ends the walk: the others would wait for it for ever.
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var channels = Array.ConvertAll(workers, _ => Channel.CreateBounded<List<(InspectedRecord, uint)>>(
            new BoundedChannelOptions(PagesAheadMax) { SingleReader = true, SingleWriter = true }));
        var walks = workers.Select((worker, i) => Task.Run(
            async () =>
            {
                try
                {
                    await worker.WalkAsync(channels[i].Reader, failed.Token);
                }
                catch
                {
                    await failed.CancelAsync();
                    throw;
                }
            },
            CancellationToken.None)).ToArray();
        try
        {
            await FeedAsync(channels, pass, findings, progress, failed.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The worker's failure is what counts.
        }
        finally
        {
            Array.ForEach(channels, channel => channel.Writer.Complete());
        }

        await Task.WhenAll(walks);
    }

    private async Task FeedAsync(
        Channel<List<(InspectedRecord Record, uint Place)>>[] channels, int pass, Findings findings,
        IProgress<VerificationProgress>? progress, CancellationToken cancellation)
    {
        var cursor = FeedCursor.Beginning;
        var records = 0L;
        for (var atEnd = false; !atEnd;)
        {
            var page = await inspection.ReadAsync(cursor, RecordsPerRead, cancellation);
            var shares = Array.ConvertAll(
                channels, _ => new List<(InspectedRecord, uint)>((page.Records.Count / channels.Length) + 64));
            foreach (var record in page.Records)
            {
                var (worker, place) = AuditWorker.PlaceOf(record.Record.Stream, channels.Length);
                shares[worker].Add((record, place));
            }

            for (var i = 0; i < channels.Length; i++)
            {
                await channels[i].Writer.WriteAsync(shares[i], cancellation);
            }

            foreach (var damage in pass == 1 ? page.Damage : [])
            {
                findings.Add(damage);
            }

            records += page.Records.Count;
            progress?.Report(new VerificationProgress(pass, inspection.Progress(page.Next), records, "streams"));
            (cursor, atEnd) = (page.Next, page.AtEnd);
        }
    }
}
