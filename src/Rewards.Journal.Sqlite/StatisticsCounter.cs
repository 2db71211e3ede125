using System.Diagnostics;

namespace Rewards.Journal.Sqlite;

/// <summary>What the journal did since it was opened.</summary>
/// <param name="Commits">Commits of any kind, each with one sync.</param>
/// <param name="Appends">Appends taken into them.</param>
/// <param name="LogBytes">Bytes of frames written.</param>
/// <param name="WaitingAppends">Writes that wait now.</param>
/// <param name="WalBytes">Size of the write-ahead log file now.</param>
/// <param name="CommitMicrosecondsP50">Half of the commits, sync included, took no longer; exact to a quarter.</param>
/// <param name="CommitMicrosecondsP99">99 of 100 commits took no longer; exact to a quarter.</param>
/// <param name="Runs">Sorted runs of the index.</param>
public sealed record SqliteJournalStatistics(
    long Commits,
    long Appends,
    long LogBytes,
    int WaitingAppends,
    long WalBytes,
    long CommitMicrosecondsP50,
    long CommitMicrosecondsP99,
    int Runs);

/// <summary>Counts on the writer's thread; read from any.</summary>
internal sealed class StatisticsCounter
{
    private readonly CommitTimesCounter times = new();
    private long commits;
    private long appends;
    private long logBytes;

    public long Commits => Volatile.Read(ref commits);

    public long Appends => Volatile.Read(ref appends);

    public long LogBytes => Volatile.Read(ref logBytes);

#pragma warning disable CA1822 // An instance member, so that every reading of the clock is found here.
    public long Now => Stopwatch.GetTimestamp();
#pragma warning restore CA1822

    public void Committed(long began, int appendCount, int bytes)
    {
        Volatile.Write(ref commits, commits + 1);
        Volatile.Write(ref appends, appends + appendCount);
        Volatile.Write(ref logBytes, logBytes + bytes);
        times.Committed(began);
    }

    public CommitTimes Times => times.Times;

    /// <summary>Upper bound of the step that holds the given part of all commits.</summary>
    public long CommitMicroseconds(double part) => Times.Microseconds(part);
}
