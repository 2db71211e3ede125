namespace Rewards.Journal.Migration;

/// <summary>Writes to the target what it does not have yet, page by page, many streams at once.</summary>
internal sealed class RecordCopying(
    ICopyableJournal source,
    ICopyableJournal target,
    DueWorkCopy due,
    TimeProvider time,
    IProgress<MigrationProgress>? progress)
{
    /// <summary>Streams at once: enough for an embedded store's commits and a remote one's round trips.</summary>
    private const int StreamsAtOnce = 64;

    /// <param name="expected">What the source held when it was read.</param>
    /// <param name="present">What the target has; goes along.</param>
    /// <param name="cancellation">Stops after the page that is under way.</param>
    public async ValueTask RunAsync(JournalFacts expected, JournalFacts present, CancellationToken cancellation)
    {
        var lane = new StreamLane(target, due, time);
        var options = new ParallelOptions { MaxDegreeOfParallelism = StreamsAtOnce, CancellationToken = cancellation };
        var cursor = FeedCursor.Beginning;
        for (var done = 0L; ;)
        {
            var page = await source.ReadExportAsync(cursor, FactsReading.RecordsPerPage, cancellation)
                .ConfigureAwait(false);
            if (page.Records.Count == 0)
            {
                return;
            }

            var lanes = page.Records.GroupBy(exported => exported.Record.Stream)
                .Select(stream => (Before: present.Of(stream.Key), Missing: Missing(stream, expected, present)))
                .Where(stream => stream.Missing.Count > 0)
                .ToList();
            await Parallel.ForEachAsync(
                lanes, options, (stream, stop) => lane.WriteAsync(stream.Missing, stream.Before.Hash, stop))
                .ConfigureAwait(false);
            foreach (var exported in lanes.SelectMany(stream => stream.Missing))
            {
                present.Enter(exported);
            }

            cursor = page.Next;
            done += page.Records.Count;
            progress?.Report(new MigrationProgress(MigrationStage.Copy, done, expected.Records));
        }
    }

    private static List<ExportedRecord> Missing(
        IGrouping<StreamId, ExportedRecord> stream, JournalFacts expected, JournalFacts present)
    {
        var (standsAt, last) = (present.Of(stream.Key), expected.Of(stream.Key).Version);
        if (standsAt.Version > last)
        {
            throw new MigrationException(
                $"{stream.Key} of the target stands at version {standsAt.Version}, beyond the source's {last}: "
                + "somebody else wrote to it. Take an empty target.");
        }

        var missing = new List<ExportedRecord>();
        foreach (var exported in stream)
        {
            var version = exported.Record.Version;
            if (version == standsAt.Version && !exported.Record.Hash.Span.SequenceEqual(standsAt.Hash.Span))
            {
                throw new MigrationException(
                    $"Version {version} of {stream.Key} is another record in the target than in the source. "
                    + "Take an empty target.");
            }

            // What came after the source was read is noticed at the end.
            if (version > standsAt.Version && version <= last)
            {
                missing.Add(exported);
            }
        }

        return missing;
    }
}
