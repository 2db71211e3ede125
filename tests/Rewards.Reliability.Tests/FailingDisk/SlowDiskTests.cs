using Rewards.Journal;
using Rewards.Journal.Records;
using Rewards.Journal.Sqlite;
using Rewards.Journal.Tests.Conformance;
using Rewards.Reliability.Tests.Disk;

namespace Rewards.Reliability.Tests.FailingDisk;

/// <summary>
/// A disk that does not answer holds up who asks it, and nobody else: who reads may be the thread that serves the
/// sockets of many.
/// </summary>
public sealed class SlowDiskTests : IDisposable
{
    private const int ColdRecords = 5;
    private const int Others = 200;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("rewards-slow-");
    private readonly ManualResetEventSlim answers = new(initialState: true);
    private int readsOfCallers;
    private int reads;

    [ThreadStatic]
    private static bool isCaller;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Readings => [.. Reading.All.Keys];

    [Theory]
    [MemberData(nameof(Readings))]
    public async Task Read_OfWhatOnlyTheDiskHas_LeavesTheCallersThread(string name)
    {
        using var disk = new SimulatedDisk(folder.FullName);
        var cold = Scribe.OfMember("cold");
        var hot = Scribe.OfMember("hot");
        StoredRecord oldest;
        await using (var first = SqliteJournal.Open(Options()))
        {
            await WriteAsync(first, cold);
            oldest = await OldestAsync(first, cold.Stream);
        }

        await using var journal = SqliteJournal.Open(Options());
        await journal.AppendAsync(hot.Next("hot"));
        if (name == Reading.TailWithItsNewestAtHand)
        {
            await journal.AppendAsync(cold.Next("newest"));
        }

        disk.Reads = Read;
        answers.Reset();
        try
        {
            isCaller = true;
            var reading = Reading.All[name](journal, oldest);
            var atHand = journal.ReadTailAsync(hot.Stream, Cancellation).AsTask();
            isCaller = false;

            Assert.Equal(0, readsOfCallers);
            Assert.True(atHand.IsCompletedSuccessfully);
            Assert.False(reading.IsCompleted);
            answers.Set();
            Assert.Contains("cold 1", await reading);
            Assert.NotEqual(0, reads);
        }
        finally
        {
            isCaller = false;
            answers.Set();
            disk.Reads = static () => { };
        }
    }

    public void Dispose()
    {
        answers.Dispose();
        folder.Delete(recursive: true);
    }

    private SqliteJournalOptions Options() => new()
    {
        Path = Path.Combine(folder.FullName, "journal.db"),
        MemtableEntries = 64,
    };

    /// <summary>
    /// So much besides that the records lie in several blocks and are found through runs on the disk.
    /// </summary>
    private static async Task WriteAsync(SqliteJournal journal, Scribe cold)
    {
        var padding = new string('.', 2_000);
        for (var i = 1; i <= ColdRecords; i++)
        {
            var side = System.Text.Encoding.UTF8.GetBytes($"cold {i}");
            await journal.AppendAsync(cold.Next($"cold {i} {padding}", rows: [$"row {i}"], side: side));
            foreach (var other in Enumerable.Range(0, Others / ColdRecords))
            {
                await journal.AppendAsync(Scribe.OfMember($"other {i} {other}").Next(padding));
            }
        }
    }

    private static async Task<StoredRecord> OldestAsync(SqliteJournal journal, StreamId stream) =>
        (await journal.ReadBackwardAsync(stream, null, ColdRecords, Cancellation)).Records[^1];

    private void Read()
    {
        if (isCaller)
        {
            Interlocked.Increment(ref readsOfCallers);
            return;
        }

        Interlocked.Increment(ref reads);
        answers.Wait();
    }

    /// <summary>What of the journal a request may read, each as the texts of what it found.</summary>
    private static class Reading
    {
        public const string TailWithItsNewestAtHand = "a tail whose newest record is at hand";

        public static readonly Dictionary<string, Func<IJournal, StoredRecord, Task<string>>> All = new()
        {
            ["a tail"] = TailAsync,
            [TailWithItsNewestAtHand] = TailAsync,
            ["a page"] = async (journal, oldest) => string.Join('|', (await journal.ReadBackwardAsync(
                oldest.Stream, null, 9, Cancellation)).Records.Select(Scribe.TextOf)),
            ["a row"] = async (journal, oldest) => Scribe.TextOf((await journal.FindRowAsync(
                oldest.Stream, new RowKey(RowKind.Activity, "row 1"), Cancellation))!),
            ["a side record"] = async (journal, oldest) => System.Text.Encoding.UTF8.GetString(
                (await journal.ReadSideAsync(oldest, Cancellation))!.Value.Span),
        };

        private static async Task<string> TailAsync(IJournal journal, StoredRecord oldest) => string.Join(
            '|', (await journal.ReadTailAsync(oldest.Stream, Cancellation)).Records.Select(Scribe.TextOf));
    }
}
