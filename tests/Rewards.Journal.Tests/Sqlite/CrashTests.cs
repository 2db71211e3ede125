using Rewards.Journal.Sqlite;
using Rewards.Journal.Tests.Conformance;

namespace Rewards.Journal.Tests.Sqlite;

/// <summary>
/// A process killed at any moment leaves the file and the write-ahead log as they are: what a copy of both holds while
/// the journal is open. Nothing moves pages between them here, so that the copy is of one moment.
/// </summary>
public sealed class CrashTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(262_144)]
    [InlineData(200)]
    public async Task Journal_KilledUnderLoad_HasEveryAcknowledgedAppendOnce(int memtableEntries)
    {
        await using var backend = new SqliteBackend(o => o with
        {
            MemtableEntries = memtableEntries,
            CheckpointPause = TimeSpan.FromHours(1),
        });
        var acknowledged = new long[8];
        using var stop = new CancellationTokenSource();
        var writers = Enumerable.Range(0, acknowledged.Length)
            .Select(i => Task.Run(() => WriteUntil(backend.Journal, i, acknowledged, stop.Token), Cancellation))
            .ToList();

        for (var round = 0; round < 5; round++)
        {
            await UntilTotal(acknowledged, (round + 1) * 400);
            var before = acknowledged.Select((_, i) => Volatile.Read(ref acknowledged[i])).ToArray();
            await VerifyCopy(backend.Path, round, before);
        }

        await stop.CancelAsync();
        await Task.WhenAll(writers);
    }

    private static async Task WriteUntil(IJournal journal, int writer, long[] acknowledged, CancellationToken stop)
    {
        var scribe = Scribe.OfMember($"m{writer}");
        while (!stop.IsCancellationRequested)
        {
            await journal.AppendAsync(scribe.Next($"{scribe.Version + 1}", rows: [$"{scribe.Version + 1}"]));
            Volatile.Write(ref acknowledged[writer], scribe.Version);
        }
    }

    private static async Task UntilTotal(long[] acknowledged, long total)
    {
        while (acknowledged.Sum() < total)
        {
            await Task.Yield();
            Cancellation.ThrowIfCancellationRequested();
        }
    }

    private static async Task VerifyCopy(string path, int round, long[] acknowledged)
    {
        var copy = $"{path}.copy{round}";
        File.Copy(path, copy);
        File.Copy(path + "-wal", copy + "-wal");
        await using var journal = SqliteJournal.Open(new SqliteJournalOptions { Path = copy });
        for (var writer = 0; writer < acknowledged.Length; writer++)
        {
            var stream = StreamId.OfMember("ops", $"m{writer}");
            var tail = await journal.ReadTailAsync(stream, Cancellation);
            Assert.True(tail.Version >= acknowledged[writer], $"{tail.Version} < {acknowledged[writer]}");
            for (var version = 1L; version <= tail.Version; version++)
            {
                var row = await journal.FindRowAsync(stream, new RowKey(RowKind.Activity, $"{version}"), Cancellation);
                Assert.Equal(version, row!.Version);
            }
        }
    }
}
