using NodaTime;
using Rewards.AzureTables;
using Rewards.Journal.AzureTables.Layout;
using Rewards.Journal.AzureTables.Log;
using Rewards.Journal.AzureTables.Streams;
using Rewards.Journal.Records;

namespace Rewards.Journal.AzureTables;

/// <summary>
/// The journal in Azure Table storage, shared by any number of hosts. A stream is a partition; an append is one entity
/// group transaction there. A second table holds the log, from which feed and due work are read.
/// </summary>
public sealed class AzureTablesJournal : ICopyableJournal, IJournalInspection
{
    /// <summary>The name of its meter.</summary>
    public const string DiagnosticsName = "Rewards.Journal.AzureTables";

    private const int Format = 1;
    private const string FormatKey = "format";

    /// <summary>So many conflicts in a row are bad luck; after that this host asks for its turn.</summary>
    private const int OvertakenMax = 2;

    private readonly Store store;
    private readonly LogEnd end;
    private readonly SessionBook book;
    private readonly LogWriter log;
    private readonly StreamReads reader;
    private readonly ReadBack readBack;
    private readonly StreamTable streams;
    private readonly Feed feed;
    private readonly Export export;
    private readonly Inspection inspection;
    private readonly DueIndex due;
    private readonly Projections projections;
    private readonly SessionWatch watch;
    private int closed;

    private AzureTablesJournal(AzureTablesJournalOptions options)
    {
        store = new Store(options);
        end = new LogEnd(store);
        book = new SessionBook(options.MarkedStreamsMax);
        log = new LogWriter(store, end, book);
        reader = new StreamReads(store);
        readBack = new ReadBack(store, reader, log);
        var recent = new Recent(options.RecentBytesMax);
        streams = new StreamTable(new StreamParts(store, reader, log, readBack, recent));
        feed = new Feed(store, end, log, reader, recent);
        export = new Export(feed, reader);
        inspection = new Inspection(feed, end);
        due = new DueIndex(store, log);
        projections = new Projections(store);
        watch = new SessionWatch(store, new Recovery(store, end, reader, readBack), book);
    }

    public JournalHealth Health =>
        Volatile.Read(ref closed) == 1 ? new JournalHealth(false, "The journal is closed.") : store.Health;

    public bool IsShared => true;

    /// <summary>The transaction inserts them, which fails where they are: no request to look for them.</summary>
    public bool RefusesTakenRows => true;

    /// <summary>
    /// Told of what goes wrong in the background and no caller would hear of: that the log cannot be written, or that
    /// what a dead host left cannot be finished. It is tried again all the same.
    /// </summary>
    public Action<Exception>? OnTrouble
    {
        get => store.OnTrouble;
        set => store.OnTrouble = value;
    }

    /// <summary>What was written since the journal was opened.</summary>
    public JournalTraffic Traffic => store.Traffic.Read();

    /// <summary>How long transactions on streams took that were answered as done.</summary>
    public CommitTimes CommitTimes => store.Traffic.Times;

    /// <summary>Opens the journal; the tables are made if they are missing.</summary>
    /// <exception cref="JournalOpenException">
    /// The store does not answer or refuses the credentials, a newer program wrote it, or it is to exist and does not.
    /// </exception>
    public static async ValueTask<AzureTablesJournal> OpenAsync(
        AzureTablesJournalOptions options, CancellationToken cancellation)
    {
        var journal = new AzureTablesJournal(options);
        try
        {
            await journal.PrepareAsync(cancellation).ConfigureAwait(false);
        }
        catch (TableRequestException e)
        {
            throw new JournalOpenException(
                $"The tables at {options.Connection.Endpoint} cannot be opened: {e.Message}", e);
        }

        journal.log.Start();
        journal.watch.Start();
        return journal;
    }

    public ValueTask AppendAsync(Append append)
    {
        try
        {
            JournalLimits.Check(append);
            if (!Batch.Fits(append))
            {
                throw new AppendTooLargeException(
                    $"The command needs more than one transaction of the shared store holds: "
                    + $"{TableLimits.TransactionBytesMax} bytes as base64 and "
                    + $"{TableLimits.EntitiesPerTransactionMax} entities.");
            }

            if (append.Version > Pointers.VersionMax)
            {
                throw new AppendTooLargeException($"A stream has at most {Pointers.VersionMax} records.");
            }
        }
        catch (AppendTooLargeException e)
        {
            return ValueTask.FromException(e);
        }

        return streams.AppendAsync(append);
    }

    public ValueTask<StreamTail> ReadTailAsync(StreamId stream, CancellationToken cancellation) =>
        Answers.OfAsync(async () =>
        {
            if (streams.Overtaken(stream) >= OvertakenMax)
            {
                await readBack.AskForTurnAsync(Keys.Partition(stream), cancellation).ConfigureAwait(false);
            }

            var (tail, head) = await reader.TailAsync(stream, cancellation).ConfigureAwait(false);
            streams.Learn(stream, head);
            return tail;
        });

    public ValueTask<bool> StandsAtAsync(
        StreamId stream, long version, Hash32 hash, CancellationToken cancellation) =>
        Answers.OfAsync(async () =>
        {
            var head = await reader.HeadAsync(Keys.Partition(stream), cancellation).ConfigureAwait(false);
            return head.Version == version && Hash32.Of(head.Hash.Span) == hash;
        });

    public ValueTask<StoredRecord?> FindRowAsync(StreamId stream, RowKey row, CancellationToken cancellation) =>
        Answers.OfAsync(() => reader.RowAsync(stream, row, cancellation));

    public ValueTask<RecordPage> ReadBackwardAsync(
        StreamId stream, RecordPointer? from, int recordsMax, CancellationToken cancellation) =>
        Answers.OfAsync(() => reader.PageAsync(stream, from, recordsMax, cancellation));

    public ValueTask<ReadOnlyMemory<byte>?> ReadSideAsync(StoredRecord record, CancellationToken cancellation) =>
        Answers.OfAsync(() => reader.SideAsync(record, cancellation));

    public ValueTask EraseSideAsync(StoredRecord record, CancellationToken cancellation) =>
        Answers.OfAsync(() => Erasure.EraseAsync(store, record, cancellation));

    public ValueTask<IReadOnlyList<DueEntry>> ReadDueAsync(
        Instant upTo, int entriesMax, CancellationToken cancellation) =>
        Answers.OfAsync(() => due.ReadAsync(upTo, entriesMax, cancellation));

    public ValueTask<Instant?> NextDueAsync(CancellationToken cancellation) =>
        Answers.OfAsync(() => due.NextAsync(cancellation));

    public ValueTask CompleteDueAsync(DueToken token, CancellationToken cancellation) =>
        Answers.OfAsync(() => due.CompleteAsync(token));

    public ValueTask<FeedPage> ReadFeedAsync(FeedCursor after, int recordsMax, CancellationToken cancellation) =>
        Answers.OfAsync(() => feed.ReadAsync(after, recordsMax, cancellation));

    public ValueTask<ExportPage> ReadExportAsync(
        FeedCursor after, int recordsMax, CancellationToken cancellation) =>
        Answers.OfAsync(() => export.ReadAsync(after, recordsMax, cancellation));

    public ValueTask SettleAsync(CancellationToken cancellation) =>
        Answers.OfAsync(() => watch.SettleAsync(cancellation));

    ValueTask<InspectionPage> IJournalInspection.ReadAsync(
        FeedCursor after, int recordsMax, CancellationToken cancellation) =>
        Answers.OfAsync(() => inspection.ReadAsync(after, recordsMax, cancellation));

    double? IJournalInspection.Progress(FeedCursor cursor) => inspection.Progress(cursor);

    ValueTask<RecordPointer?> IJournalInspection.LocateRowAsync(
        StreamId stream, RowKey row, CancellationToken cancellation) =>
        Answers.OfAsync(() => reader.LocateAsync(stream, row, cancellation));

    /// <summary>The service keeps its own things in order.</summary>
    IEnumerable<string> IJournalInspection.CheckStorage(CancellationToken cancellation) => [];

    /// <summary>Others write too, and nobody hears of it at once.</summary>
    public bool HasMore(FeedCursor after) => true;

    public ValueTask WaitFeedAsync(FeedCursor after, CancellationToken cancellation) =>
        feed.WaitAsync(after, cancellation);

    public ValueTask<ProjectionState?> LoadProjectionAsync(string name, CancellationToken cancellation) =>
        Answers.OfAsync(() => projections.LoadAsync(name, cancellation));

    public ValueTask SaveProjectionAsync(string name, ProjectionState state, CancellationToken cancellation) =>
        Answers.OfAsync(() => projections.SaveAsync(name, state, cancellation));

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref closed, 1) == 1)
        {
            return;
        }

        await streams.CloseAsync().ConfigureAwait(false);
        readBack.Dispose();
        await watch.DisposeAsync().ConfigureAwait(false);
        await log.DisposeAsync().ConfigureAwait(false);
        store.Dispose();
    }

    private async ValueTask PrepareAsync(CancellationToken cancellation)
    {
        // The format is written after both tables are made. Where it is, they are: credentials for these tables do.
        var format = await FindFormatAsync(cancellation).ConfigureAwait(false);
        if (format is null && store.Options.MustExist)
        {
            throw new JournalOpenException(
                $"There is no journal in the tables '{store.Streams.Name}' at {store.Options.Connection.Endpoint}.");
        }

        if (format is null)
        {
            await Task.WhenAll(
                store.Streams.CreateIfMissingAsync(cancellation).AsTask(),
                store.Log.CreateIfMissingAsync(cancellation).AsTask()).ConfigureAwait(false);
            await store.WriteIdempotentAsync(
                store.Log, TableOperation.Upsert(new TableEntity(Keys.Log, FormatKey).With("Format", Format)))
                .ConfigureAwait(false);
        }
        else if (format.Number("Format") > Format)
        {
            throw new JournalOpenException(
                $"The tables '{store.Streams.Name}' were written by a newer program: format "
                + $"{format.Number("Format")}, this one knows {Format}. Start the newer program.");
        }

        await end.FindAsync(cancellation).ConfigureAwait(false);
    }

    private async ValueTask<TableEntity?> FindFormatAsync(CancellationToken cancellation)
    {
        try
        {
            return await store.FindInLogAsync(FormatKey, cancellation).ConfigureAwait(false);
        }
        catch (TableRequestException e) when (e.ErrorCode == "TableNotFound")
        {
            return null;
        }
    }
}
