using Rewards.Grains.Members;
using Rewards.Grains.Projections;
using Rewards.Grains.Tests.Hosting;
using Rewards.Journal;

namespace Rewards.Grains.Tests.Projections;

/// <summary>Totals whose saved state is not what was saved are computed again, and never served.</summary>
public abstract class SavedTotalsTests<TBackend> : GrainTests<TBackend>
    where TBackend : IBackend, new()
{
    /// <summary>A shared store is asked over HTTP for each.</summary>
    private const int ChangedBytesMax = 150;

    private readonly List<string> told = [];

    [Fact]
    public async Task Totals_WithAnyByteOfTheSavedStateChanged_AreComputedAgain()
    {
        var (expected, saved) = await LiveAndSaveAsync();
        var step = (saved.State.Length / ChangedBytesMax) + 1;
        for (var at = 0; at < saved.State.Length; at += step)
        {
            var changed = saved.State.ToArray();
            changed[at] ^= 1;

            await AssertComputedAgainAsync(saved with { State = changed }, expected);
        }
    }

    [Fact]
    public async Task Totals_WithAnotherCursorOrACutState_AreComputedAgain()
    {
        var (expected, saved) = await LiveAndSaveAsync();
        var earlier = (await Journal.ReadFeedAsync(FeedCursor.Beginning, 1, Cancellation)).Next;

        await AssertComputedAgainAsync(saved with { Cursor = earlier }, expected);
        await AssertComputedAgainAsync(saved with { State = default }, expected);
        await AssertComputedAgainAsync(saved with { State = saved.State[..20] }, expected);
        await AssertComputedAgainAsync(saved with { State = saved.State[..^1] }, expected);
    }

    [Fact]
    public async Task Run_WithADamagedState_TellsItOnceAndSavesAnew()
    {
        var (expected, saved) = await LiveAndSaveAsync();
        await SaveAsync(saved with { State = new byte[] { 1, 2, 3 } });
        var totals = new CommunityTotals();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var runner = Runner(totals);
        var running = Task.Run(() => runner.RunAsync(stop.Token), Cancellation);

        await runner.AskAsync(Cancellation);

        Assert.Equal(expected, totals.Of(Community));
        await stop.CancelAsync();
        await running;
        Assert.Single(told);
        await Runner(new CommunityTotals()).LoadAsync(Cancellation);
        Assert.Single(told);
    }

    [Fact]
    public async Task Lag_BeforeTheRunnerHadEverything_CountsFromItsStart()
    {
        await Member().RecordAsync(Tell("a1", "share"));
        var runner = Runner(new CommunityTotals());
        Assert.Equal(TimeSpan.Zero, runner.Lag);
        Time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(TimeSpan.FromSeconds(3), runner.Lag);
        Assert.Equal(default, runner.CaughtUpAt);

        await runner.CatchUpAsync(Cancellation);

        Assert.Equal(TimeSpan.Zero, runner.Lag);
        Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(TimeSpan.FromSeconds(2), runner.Lag);
    }

    private ProjectionRunner Runner(CommunityTotals totals) =>
        new(Journal, totals, Time, (e, what) => told.Add($"{what}\n{e}"));

    private ValueTask SaveAsync(ProjectionState state) =>
        Journal.SaveProjectionAsync(new CommunityTotals().Name, state, Cancellation);

    private async Task<(IReadOnlyList<CurrencyTotals> Expected, ProjectionState Saved)> LiveAndSaveAsync()
    {
        for (var i = 0; i < 3; i++)
        {
            await Member($"m{i}").RecordAsync(Read($"r{i}"));
            await Member($"m{i}").RecordAsync(Tell($"s{i}", "share"));
            await Member($"m{i}").RecordAsync(Comment($"c{i}"));
            await Member($"m{i}").ReviewAsync(new ReviewAwards($"c{i}", i == 1, "why", "op"));
        }

        var totals = new CommunityTotals();
        var runner = Runner(totals);
        await runner.LoadAsync(Cancellation);
        await runner.CatchUpAsync(Cancellation);
        await runner.SaveAsync();
        var expected = totals.Of(Community);
        Assert.Equal([25, 9], expected.Select(sum => (int)sum.Outstanding));
        return (expected, (await Journal.LoadProjectionAsync(totals.Name, Cancellation))!);
    }

    private async Task AssertComputedAgainAsync(ProjectionState damaged, IReadOnlyList<CurrencyTotals> expected)
    {
        await SaveAsync(damaged);
        told.Clear();
        var totals = new CommunityTotals();
        var runner = Runner(totals);
        await runner.LoadAsync(Cancellation);
        await runner.CatchUpAsync(Cancellation);

        Assert.Equal(expected, totals.Of(Community));
        Assert.Contains(totals.Name, Assert.Single(told), StringComparison.Ordinal);
    }
}

public sealed class SavedTotalsOnMemoryTests : SavedTotalsTests<MemoryBackend>;

public sealed class SavedTotalsOnSqliteTests : SavedTotalsTests<SqliteBackend>;

public sealed class SavedTotalsOnAzuriteTests : SavedTotalsTests<AzureTablesBackend>;
