namespace Rewards.Journal.Migration;

/// <summary>
/// Writes records of one stream to the target, in order. What is written twice is written once: the fence decides, and
/// after a failure the target is asked where the stream stands.
/// </summary>
internal sealed class StreamLane(IJournal target, DueWorkCopy due, TimeProvider time)
{
    /// <summary>
    /// Attempts without any progress, with waits of 0.1, 0.2, 0.4 … seconds in between: a store may be busy for 25 s.
    /// </summary>
    private const int AttemptsMax = 9;

    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);

    /// <param name="records">Versions that follow each other.</param>
    /// <param name="previous">Hash of the record before the first of them.</param>
    /// <param name="cancellation">Ends the waiting; what was sent already may be written.</param>
    /// <exception cref="MigrationException">Somebody else writes to the target, or it does not take more.</exception>
    public async ValueTask WriteAsync(
        IReadOnlyList<ExportedRecord> records, ReadOnlyMemory<byte> previous, CancellationToken cancellation)
    {
        var (written, attempt) = (0, 0);
        while (written < records.Count)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                await SendAsync(records, written, previous).ConfigureAwait(false);
                return;
            }
            catch (Exception e) when (MayPass(e))
            {
                if (++attempt == AttemptsMax)
                {
                    throw new MigrationException(
                        $"The target does not take more: {e.Message} "
                        + "Run the same migration again later: it goes on where it was.", e);
                }

                await Task.Delay(FirstWait * (1 << (attempt - 1)), time, cancellation).ConfigureAwait(false);
                var before = written;
                written = await WrittenAsync(records, previous, cancellation).ConfigureAwait(false);
                attempt = written > before ? 0 : attempt;
            }
        }
    }

    private static bool MayPass(Exception e) => e is JournalBusyException or JournalUnavailableException
        or JournalOutcomeUnknownException or JournalConflictException;

    /// <summary>
    /// Sends all of them and waits until each has an answer; in between only after a snapshot, because a store that
    /// packs records may leave one out that has company behind it.
    /// </summary>
    private async Task SendAsync(IReadOnlyList<ExportedRecord> records, int from, ReadOnlyMemory<byte> previous)
    {
        var sent = new List<Task>(records.Count - from);
        for (var i = from; i < records.Count; i++)
        {
            var follows = i == 0 ? previous : records[i - 1].Record.Hash;
            sent.Add(target.AppendAsync(AppendOf(records[i], follows)).AsTask());
            if (!records[i].Snapshot.IsEmpty)
            {
                await Task.WhenAll(sent).ConfigureAwait(false);
                sent.Clear();
            }
        }

        await Task.WhenAll(sent).ConfigureAwait(false);
    }

    private Append AppendOf(ExportedRecord exported, ReadOnlyMemory<byte> previous)
    {
        var record = exported.Record;
        return new Append
        {
            Stream = record.Stream,
            Version = record.Version,
            Record = record.Bytes,
            Hash = record.Hash,
            PreviousHash = previous,
            Rows = record.Content.Rows.Count == 0 ? [] : [.. record.Content.Rows.Select(row => row.Key)],
            Snapshot = exported.Snapshot,
            Side = exported.Side ?? default,
            SideWasErased = exported.Side is null && !exported.Record.Content.SideHash.IsEmpty,
            Due = due.With(record.Stream, record.Version),
        };
    }

    /// <summary>How many of the records the target has.</summary>
    private async ValueTask<int> WrittenAsync(
        IReadOnlyList<ExportedRecord> records, ReadOnlyMemory<byte> previous, CancellationToken cancellation)
    {
        var first = records[0].Record;
        var page = await target.ReadBackwardAsync(first.Stream, null, 1, cancellation).ConfigureAwait(false);
        var version = page.Records.Count == 0 ? 0 : page.Records[0].Version;
        var written = version - first.Version + 1;
        var expected = written == 0 ? previous : written > 0 && written <= records.Count
            ? records[(int)written - 1].Record.Hash
            : ReadOnlyMemory<byte>.Empty;
        var isOurs = version == 0
            ? written == 0
            : page.Records[0].Hash.Span.SequenceEqual(expected.Span);
        return isOurs
            ? (int)written
            : throw new MigrationException(
                $"{first.Stream} of the target stands at version {version}, and this migration did not write that. "
                + "Nobody else may write to the target: stop servers and other migrations, and take an empty target.");
    }
}
