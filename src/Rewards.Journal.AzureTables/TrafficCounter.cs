using System.Diagnostics.Metrics;

namespace Rewards.Journal.AzureTables;

/// <summary>
/// What was written since the journal was opened. Transactions are what the service bills and bounds.
/// </summary>
/// <param name="Records">Committed records.</param>
/// <param name="StreamTransactions">Transactions on streams, repeated ones included.</param>
/// <param name="LogTransactions">Transactions on the log: markers, notices and due work together.</param>
/// <param name="Markers">Streams marked.</param>
public readonly record struct JournalTraffic(
    long Records, long StreamTransactions, long LogTransactions, long Markers);

/// <summary>Counts for <see cref="JournalTraffic"/> and for OpenTelemetry.</summary>
internal sealed class TrafficCounter
{
    private static readonly Meter Meter = new(AzureTablesJournal.DiagnosticsName);
    private static readonly Counter<long> RecordCounter = Meter.CreateCounter<long>(
        "rewards.journal.records", "{record}", "Records committed.");

    private static readonly Counter<long> TransactionCounter = Meter.CreateCounter<long>(
        "rewards.journal.transactions", "{transaction}", "Write transactions, by table.");

    private readonly CommitTimesCounter times = new();
    private long records;
    private long streamTransactions;
    private long logTransactions;
    private long markers;

    public JournalTraffic Read() => new(
        Interlocked.Read(ref records),
        Interlocked.Read(ref streamTransactions),
        Interlocked.Read(ref logTransactions),
        Interlocked.Read(ref markers));

    public CommitTimes Times => times.Times;

    /// <summary>A transaction on a stream was answered as done.</summary>
    public void TransactionDone(long began) => times.Committed(began);

    public void Committed(int count)
    {
        Interlocked.Add(ref records, count);
        RecordCounter.Add(count);
    }

    public void StreamTransaction()
    {
        Interlocked.Increment(ref streamTransactions);
        TransactionCounter.Add(1, new KeyValuePair<string, object?>("table", "streams"));
    }

    public void LogTransaction()
    {
        Interlocked.Increment(ref logTransactions);
        TransactionCounter.Add(1, new KeyValuePair<string, object?>("table", "log"));
    }

    public void Marked(int count) => Interlocked.Add(ref markers, count);
}
