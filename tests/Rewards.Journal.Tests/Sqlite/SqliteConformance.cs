using Rewards.Journal.Tests.Conformance;

namespace Rewards.Journal.Tests.Sqlite;

public sealed class SqliteConformance : JournalConformance
{
    protected override ValueTask<IJournalBackend> OpenAsync() => new(new SqliteBackend());
}

/// <summary>
/// The same with every bound so small that flushes, merges, evictions and full queues happen all the time.
/// </summary>
public sealed class CrampedSqliteConformance : JournalConformance
{
    protected override ValueTask<IJournalBackend> OpenAsync() => new(new SqliteBackend(options => options with
    {
        MemtableEntries = 64,
        HeadsPerGeneration = 8,
        CommitAppendsMax = 7,
        ReadersMax = 2,
        CheckpointPause = TimeSpan.FromMilliseconds(1),
        WalBytesMax = 64 << 10,
    }));
}
