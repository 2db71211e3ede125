using System.Diagnostics;
using Azure;
using Rewards.AzureTables;
using Rewards.Journal.AzureTables.Layout;

namespace Rewards.Journal.AzureTables;

/// <summary>
/// The two tables, and whether they answer. Everything that goes to the service passes here: the number of requests
/// under way is bounded, and the journal's health follows the last reply.
/// </summary>
internal sealed class Store : IDisposable
{
    private const string LogSuffix = "log";
    private readonly SemaphoreSlim underWay;
    private volatile string? trouble;
    private volatile string? logTrouble;

    public Store(AzureTablesJournalOptions options)
    {
        Options = options;
        Streams = new TableClient(options.Connection, options.Table, options.Client());
        Log = new TableClient(options.Connection, options.Table + LogSuffix, options.Client());
        underWay = new SemaphoreSlim(options.TransactionsUnderWayMax);
    }

    public AzureTablesJournalOptions Options { get; }

    public TableClient Streams { get; }

    public TableClient Log { get; }

    public TimeProvider Time => Options.Time;

    public TrafficCounter Traffic { get; } = new();

    public JournalHealth Health =>
        (logTrouble ?? trouble) is { } reason ? new JournalHealth(false, reason) : JournalHealth.Good;

    public Action<Exception>? OnTrouble { get; set; }

    /// <summary>
    /// A transaction on the streams, with a place among those under way. What is in it is asked for when it has its
    /// place: everything that came in while it waited can go along.
    /// </summary>
    public async ValueTask<IReadOnlyList<ETag>> TransactAsync(Func<IReadOnlyList<TableOperation>> operations)
    {
        await underWay.WaitAsync().ConfigureAwait(false);
        try
        {
            var now = operations();
            Traffic.StreamTransaction();
            var began = Stopwatch.GetTimestamp();
            var tags = await WatchAsync(Streams.TransactAsync(now, CancellationToken.None)).ConfigureAwait(false);
            Traffic.TransactionDone(began);
            return tags;
        }
        finally
        {
            underWay.Release();
        }
    }

    public async ValueTask<IReadOnlyList<ETag>> TransactLogAsync(IReadOnlyList<TableOperation> operations)
    {
        Traffic.LogTransaction();
        return await WatchAsync(Log.TransactAsync(operations, CancellationToken.None)).ConfigureAwait(false);
    }

    public ValueTask<TableEntity?> FindAsync(string partition, string row, CancellationToken cancellation) =>
        WatchAsync(Streams.FindAsync(partition, row, cancellation));

    public ValueTask<TableEntity?> FindInLogAsync(string row, CancellationToken cancellation) =>
        WatchAsync(Log.FindAsync(Keys.Log, row, cancellation));

    /// <summary>A range of the log, all pages of it.</summary>
    public async ValueTask<List<TableEntity>> RangeOfLogAsync(
        string from, string before, int entitiesMax, CancellationToken cancellation, bool keysOnly = false)
    {
        var found = new List<TableEntity>();
        string? continuation = null;
        do
        {
            var size = Math.Min(entitiesMax - found.Count, TableLimits.PageEntitiesMax);
            var range = new TableRange(Keys.Log, from, before, size, keysOnly);
            var page = await WatchAsync(Log.QueryAsync(range, continuation, cancellation)).ConfigureAwait(false);
            found.AddRange(page.Entities);
            continuation = page.Continuation;
        }
        while (continuation is not null && found.Count < entitiesMax);
        return found;
    }

    public ValueTask<TablePage> PageAsync(TableRange range, string? continuation, CancellationToken cancellation) =>
        WatchAsync(Streams.QueryAsync(range, continuation, cancellation));

    /// <summary>A write that may be repeated: an upsert, or a delete for which "gone" is success.</summary>
    public async ValueTask WriteIdempotentAsync(TableClient table, TableOperation operation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await WatchAsync(table.WriteAsync(operation, CancellationToken.None)).ConfigureAwait(false);
                return;
            }
            catch (TableRequestException e) when (operation.Kind == WriteKind.Delete && e.Status == 404)
            {
                return;
            }
            catch (TableRequestException e) when (e.IsUnknownOutcome && attempt < Options.AttemptsMax)
            {
                await PauseAsync(attempt).ConfigureAwait(false);
            }
        }
    }

    /// <summary>
    /// What keeps this host from writing its part of the log, although the service answers; null once it is written.
    /// </summary>
    public void LogIsHeldUpBy(Exception? reason)
    {
        if (reason is not null)
        {
            OnTrouble?.Invoke(reason);
        }

        logTrouble = reason?.Message;
    }

    /// <summary>Longer with each attempt: the service asks clients to back off when it is busy.</summary>
    public Task PauseAsync(int attempt) =>
        Task.Delay(TimeSpan.FromMilliseconds(Math.Min(20 << Math.Min(attempt, 6), 1_000)), Time);

    public void Dispose() => underWay.Dispose();

    private async ValueTask<T> WatchAsync<T>(ValueTask<T> request)
    {
        try
        {
            var reply = await request.ConfigureAwait(false);
            trouble = null;
            return reply;
        }
        catch (TableRequestException e)
        {
            trouble = e.IsUnknownOutcome || e.Status is 401 or 403 ? e.Message : null;
            throw;
        }
    }
}
