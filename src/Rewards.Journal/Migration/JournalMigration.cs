using Rewards.Journal.Records;

namespace Rewards.Journal.Migration;

/// <summary>
/// Copies a journal into another backend, as it is: records and hashes byte by byte, keyed rows, latest snapshots, side
/// records that were not erased, due work, and projections that have caught up. Nothing may write to either side
/// meanwhile. An interrupted migration goes on where it was. At the end everything is read back and compared.
/// </summary>
/// <param name="source">Where everything is; only read.</param>
/// <param name="target">Empty, or with what an interrupted migration of the same source left.</param>
/// <param name="projections">Names of the projections that a server keeps.</param>
/// <param name="time">For waiting until a busy store takes more.</param>
/// <param name="progress">Told after each page.</param>
public sealed class JournalMigration(
    ICopyableJournal source,
    ICopyableJournal target,
    IReadOnlyList<string> projections,
    TimeProvider time,
    IProgress<MigrationProgress>? progress = null)
{
    /// <exception cref="MigrationException">It cannot be done, or the copy differs; says what to do.</exception>
    /// <exception cref="JournalCorruptException">What is stored on one side does not hold together.</exception>
    /// <exception cref="JournalOpenException">A server is at work on the source.</exception>
    public async Task<MigrationReport> RunAsync(CancellationToken cancellation)
    {
        await source.SettleAsync(cancellation).ConfigureAwait(false);
        var identity = await IdentityAsync(cancellation).ConfigureAwait(false);
        var mark = await CheckTargetAsync(identity, cancellation).ConfigureAwait(false);
        var reader = new FactsReading(progress);
        var due = await DueWorkCopy.ReadAsync(source, cancellation).ConfigureAwait(false);
        var (expected, sourceEnd) =
            await reader.ReadAsync(source, MigrationStage.ReadSource, null, cancellation).ConfigureAwait(false);
        var present = mark is null
            ? new JournalFacts()
            : (await reader.ReadAsync(target, MigrationStage.ReadTarget, null, cancellation).ConfigureAwait(false))
                .Facts;
        var before = present.Records;
        mark ??= MigrationMark.Begun(identity);
        await mark.SaveAsync(target, cancellation).ConfigureAwait(false);

        await new RecordCopying(source, target, due, time, progress)
            .RunAsync(expected, present, cancellation).ConfigureAwait(false);

        var verification = new Verification(target, progress);
        var targetEnd = await verification.RunAsync(expected, due, cancellation).ConfigureAwait(false);
        var carried = await CarryProjectionsAsync(targetEnd, cancellation).ConfigureAwait(false);
        await CheckNothingNewAsync(sourceEnd, due, cancellation).ConfigureAwait(false);
        await mark.Completed().SaveAsync(target, cancellation).ConfigureAwait(false);
        return new MigrationReport(
            expected.Streams, expected.Records, before, verification.RowsFound, expected.SideRecords, due.Count,
            [.. carried.Where(p => p.Carried).Select(p => p.Name)],
            [.. carried.Where(p => !p.Carried).Select(p => p.Name)]);
    }

    /// <summary>The first record of the registry names an installation: no two have the same.</summary>
    private async ValueTask<ReadOnlyMemory<byte>> IdentityAsync(CancellationToken cancellation)
    {
        const int pageRecords = 1_000;
        StoredRecord? first = null;
        for (RecordPointer? from = null; first is null || from is not null;)
        {
            var page = await source.ReadBackwardAsync(StreamId.Registry, from, pageRecords, cancellation)
                .ConfigureAwait(false);
            if (page.Records.Count == 0)
            {
                throw new MigrationException("The source is empty: no server ever started on it. Check where it is.");
            }

            (first, from) = (page.Records[^1], page.Next);
        }

        return first.Hash;
    }

    /// <summary>The mark of an interrupted migration of this source, or null for an empty target.</summary>
    private async ValueTask<MigrationMark?> CheckTargetAsync(
        ReadOnlyMemory<byte> identity, CancellationToken cancellation)
    {
        if (await MigrationMark.ReadAsync(source, cancellation).ConfigureAwait(false) is { IsComplete: false })
        {
            throw new MigrationException(
                "The source is itself the target of a migration that did not come to its end. Finish that one first.");
        }

        var mark = await MigrationMark.ReadAsync(target, cancellation).ConfigureAwait(false);
        if (mark is null)
        {
            var any = await target.ReadFeedAsync(FeedCursor.Beginning, 1, cancellation).ConfigureAwait(false);
            return any.Records.Count == 0
                ? null
                : throw new MigrationException("The target holds a journal already. Take an empty one.");
        }

        if (!mark.IsFrom(identity))
        {
            throw new MigrationException("The target was filled from another journal. Take an empty one.");
        }

        return mark.IsComplete
            ? throw new MigrationException(
                "This source was migrated to this target before, completely; servers may have written to it since. "
                + "To migrate again, take an empty target.")
            : mark;
    }

    /// <summary>
    /// A projection that is sound and has everything goes on at the end of the target. Another cannot: its place in one
    /// backend's feed means nothing in another's.
    /// </summary>
    private async ValueTask<List<(string Name, bool Carried)>> CarryProjectionsAsync(
        FeedCursor end, CancellationToken cancellation)
    {
        var carried = new List<(string, bool)>();
        foreach (var name in projections)
        {
            if (await source.LoadProjectionAsync(name, cancellation).ConfigureAwait(false) is not { } saved)
            {
                continue;
            }

            var complete = await CompleteAsync(name, saved, cancellation).ConfigureAwait(false);
            carried.Add((name, complete is not null));
            if (complete is not null)
            {
                var state = ProjectionSeal.Seal(name, complete with { Cursor = end });
                await target.SaveProjectionAsync(name, state, cancellation).ConfigureAwait(false);
            }
        }

        return carried;
    }

    /// <summary>What was saved, if it holds and has everything.</summary>
    private async ValueTask<ProjectionState?> CompleteAsync(
        string name, ProjectionState saved, CancellationToken cancellation)
    {
        try
        {
            var state = ProjectionSeal.Open(name, saved);
            var behind = await source.ReadFeedAsync(state.Cursor, 1, cancellation).ConfigureAwait(false);
            return behind.Records.Count == 0 ? state : null;
        }
        catch (JournalCorruptException)
        {
            // Damaged: computed again in the target. A record that cannot be read was met before, by the copy.
            return null;
        }
    }

    private async ValueTask CheckNothingNewAsync(
        FeedCursor sourceEnd, DueWorkCopy due, CancellationToken cancellation)
    {
        var later = await source.ReadFeedAsync(sourceEnd, 1, cancellation).ConfigureAwait(false);
        var dueNow = await DueWorkCopy.ReadAsync(source, cancellation).ConfigureAwait(false);
        if (later.Records.Count > 0 || due.DifferenceTo(dueNow) is not null)
        {
            throw new MigrationException(
                "The source was written to while it was copied. Stop every server on it and run the migration again; "
                + "if the message stays, into an empty target.");
        }
    }
}
