using System.Runtime.InteropServices;
using Rewards.Journal.Tests.Conformance;

namespace Rewards.Journal.Tests.Sqlite;

/// <summary>An error of the disk ends all writing until the next start; nothing acknowledged is lost.</summary>
public sealed partial class DiskFailureTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Append_WhenTheFileIsFull_IsRefusedAndNothingIsTakenAfterwards()
    {
        await using var backend = new SqliteBackend(o => o with { FileBytesMax = 256 << 10 });
        var scribe = Scribe.OfMember("m");
        var text = new string('x', 20_000);
        var failure = await Assert.ThrowsAsync<JournalUnavailableException>(async () =>
        {
            while (true)
            {
                await backend.Journal.AppendAsync(scribe.Next(text));
            }
        });
        Assert.Contains("full", failure.Message, StringComparison.Ordinal);

        await AssertStopped(backend);
        backend.Adjust = o => o;
        await backend.ReopenAsync();
        var tail = await backend.Journal.ReadTailAsync(scribe.Stream, Cancellation);
        Assert.Equal(scribe.Version - 1, tail.Version);
        Assert.True(backend.Journal.Health.Writable);
    }

    /// <summary>
    /// The write-ahead log's descriptor is put on a device that is always full, so that the commit itself fails.
    /// </summary>
    [Fact]
    public async Task Append_WhenTheCommitFails_IsOfUnknownOutcomeAndNothingIsTakenAfterwards()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Descriptors are exchanged through /proc.");
        await using var backend = new SqliteBackend(o => o with { CheckpointPause = TimeSpan.FromHours(1) });
        var scribe = Scribe.OfMember("m");
        var other = Scribe.OfMember("other");
        await backend.Journal.AppendAsync(scribe.Next("acknowledged"));
        using var full = File.OpenHandle("/dev/full", FileMode.Open, FileAccess.Write);
        foreach (var descriptor in DescriptorsOf(backend.Path + "-wal"))
        {
            Assert.True(Duplicate((int)full.DangerousGetHandle(), descriptor) >= 0);
        }

        var first = backend.Journal.AppendAsync(scribe.Next("lost")).AsTask();
        var second = backend.Journal.AppendAsync(other.Next("lost too")).AsTask();
        await Assert.ThrowsAsync<JournalOutcomeUnknownException>(() => first);
        var refusal = await Record.ExceptionAsync(() => second);
        Assert.True(refusal is JournalOutcomeUnknownException or JournalUnavailableException, $"{refusal}");

        await AssertStopped(backend);
        await backend.ReopenAsync();
        var tail = await backend.Journal.ReadTailAsync(scribe.Stream, Cancellation);
        Assert.Equal("acknowledged", Scribe.TextOf(Assert.Single(tail.Records)));
    }

    [Fact]
    public async Task Append_WhenTooMuchWaits_IsRefusedAsBusyAndTheRestIsWritten()
    {
        await using var backend = new SqliteBackend(o => o with { QueueAppendsMax = 10 });
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 2000).Select(i => Record.ExceptionAsync(
            () => backend.Journal.AppendAsync(Scribe.OfMember($"m{i}").Next()).AsTask()).AsTask()));

        Assert.All(outcomes, o => Assert.True(o is null or JournalBusyException, $"{o}"));
        Assert.Contains(outcomes, o => o is JournalBusyException);
        var feed = await backend.Journal.ReadFeedAsync(FeedCursor.Beginning, 5000, Cancellation);
        Assert.Equal(outcomes.Count(o => o is null), feed.Records.Count);
        Assert.True(backend.Journal.Health.Writable);
    }

    private static async Task AssertStopped(SqliteBackend backend)
    {
        var append = Scribe.OfMember("later").Next();
        await Assert.ThrowsAsync<JournalUnavailableException>(() => backend.Journal.AppendAsync(append).AsTask());
        Assert.False(backend.Journal.Health.Writable);
        Assert.NotNull(backend.Journal.Health.Reason);
    }

    private static List<int> DescriptorsOf(string path) =>
        [.. Directory.GetFiles("/proc/self/fd")
            .Where(f => TargetOf(f) == path)
            .Select(f => int.Parse(Path.GetFileName(f), System.Globalization.CultureInfo.InvariantCulture))];

    /// <summary>Null for a descriptor that another test closed meanwhile.</summary>
    private static string? TargetOf(string descriptor)
    {
        try
        {
            return File.ResolveLinkTarget(descriptor, returnFinalTarget: false)?.FullName;
        }
        catch (IOException)
        {
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "dup2")]
    private static partial int Duplicate(int from, int to);
}
