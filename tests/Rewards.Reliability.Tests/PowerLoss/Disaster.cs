using Rewards.Journal;
using Rewards.Journal.Sqlite;
using Rewards.Reliability.Tests.Disk;

namespace Rewards.Reliability.Tests.PowerLoss;

/// <summary>
/// A journal that is written by several at once and loses its power, again and again, going on each time from what the
/// disk has kept.
/// </summary>
internal sealed class Disaster(int seed) : IDisposable
{
    private const int Writers = 5;
    private const int LivesPerDisk = 8;
    private readonly Random random = new(seed);
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("rewards-power-");
    private readonly Writer[] writers = [.. Enumerable.Range(0, Writers).Select(number => new Writer(number))];
    private DirectoryInfo? folder;
    private int lives;

    public long Acknowledged { get; private set; }

    /// <summary>Lives in which the power was gone before the journal was open.</summary>
    public int NeverOpened { get; private set; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>One life: write, lose power, look at what is left.</summary>
    /// <param name="plant">Is given the journal when it is open, to break it.</param>
    public async Task LiveAsync(Action<SqliteJournal>? plant = null)
    {
        if (lives++ % LivesPerDisk == 0)
        {
            folder = root.CreateSubdirectory($"{lives}");
            Array.ForEach(writers, writer => writer.Forget());
        }

        (long Acknowledged, long Erased)[] atLoss = [];
        var next = root.CreateSubdirectory($"{lives}-left");
        using (var disk = new SimulatedDisk(folder!.FullName))
        {
            // From the first actions, when the file comes into being, to some hundred commits.
            disk.LosePowerAfter(
                (long)Math.Pow(10, random.NextDouble() * 3.3),
                () => atLoss = [.. writers.Select(writer => (writer.Acknowledged, writer.Erased))]);
            await WriteUntilLossAsync(disk, plant);
            disk.Restore(next.FullName, random);
        }

        folder.Delete(recursive: true);
        folder = next;
        await VerifyAsync(atLoss);
        Acknowledged += atLoss.Sum(one => one.Acknowledged);
    }

    public void Dispose() => root.Delete(recursive: true);

    private async Task WriteUntilLossAsync(SimulatedDisk disk, Action<SqliteJournal>? plant)
    {
        try
        {
            await using var journal = Open();
            plant?.Invoke(journal);
            await Task.WhenAll(writers.Select((writer, number) =>
            {
                var own = new Random(random.Next());
                return Task.Run(() => writer.WriteAsync(journal, own, Cancellation), Cancellation);
            }));
        }
        catch (Exception e) when (e is JournalOpenException or JournalCorruptException or JournalUnavailableException)
        {
            NeverOpened++;
        }

        disk.LosePower();
    }

    private async Task VerifyAsync((long Acknowledged, long Erased)[] atLoss)
    {
        await using var journal = Open();
        var due = (await journal.ReadDueAsync(Writer.AllDue, 100_000, Cancellation))
            .Select(entry => (entry.Stream, entry.At)).ToHashSet();
        for (var number = 0; number < Writers; number++)
        {
            var survivor = new Survivor(journal, writers[number], number, Cancellation);
            await survivor.AssertAsync(atLoss[number].Acknowledged, atLoss[number].Erased, due);
        }

        Assert.True(journal.Health.Writable, journal.Health.Reason);
    }

    /// <summary>Small bounds, so that flushes, merges and checkpoints are under way all the time.</summary>
    private SqliteJournal Open() => SqliteJournal.Open(new SqliteJournalOptions
    {
        Path = Path.Combine(folder!.FullName, "journal.db"),
        MemtableEntries = 64,
        HeadsPerGeneration = 4,
        CheckpointPause = TimeSpan.FromMilliseconds(random.Next(1, 20)),
        WalBytesMax = 64 << 10,
    });
}
