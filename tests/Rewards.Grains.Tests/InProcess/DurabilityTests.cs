using Rewards.Domain;
using Rewards.Grains.InProcess;
using Rewards.Grains.Members;
using Rewards.Grains.Tests.Hosting;
using Rewards.Journal;

namespace Rewards.Grains.Tests.InProcess;

/// <summary>No answer before durability, and what a failed append does to those who ride on it.</summary>
public abstract class DurabilityTests<TBackend> : GrainTests<TBackend>
    where TBackend : IBackend, new()
{
    private GatedJournal gated = null!;

    public override async ValueTask InitializeAsync()
    {
        await Backend.OpenAsync();
        gated = new GatedJournal(Journal);
        await StartAsync(journal: gated);
        await PublishAsync(Document, basedOn: 0);
        await Member().RecordAsync(Tell("a0", "share"));
        gated.HoldAppends(stream => stream.Kind == StreamKind.Member);
    }

    [Fact]
    public async Task Answers_AndReadsOfTheNewState_WaitForTheCommit()
    {
        var first = Member().RecordAsync(Tell("a1", "share")).AsTask();
        var second = Member().RecordAsync(Tell("a2", "share")).AsTask();
        var replay = Member().RecordAsync(Tell("a1", "share")).AsTask();
        var refusal = Member().HoldAsync(new HoldPoints("h1", "stars", 100)).AsTask();
        var view = Member().GetAsync().AsTask();
        await gated.WhenHeldAsync(2);
        Assert.All((Task[])[first, second, replay, refusal, view], task => Assert.False(task.IsCompleted));
        Assert.Equal(3, await OnDiskAsync());

        await gated.ReleaseAsync();

        Assert.Equal((false, false), ((await first).Replayed, (await second).Replayed));
        Assert.True((await replay).Replayed);
        await RefusedAsync(Refusals.NotEnough, () => refusal);
        Assert.Equal(9, (await view)!.Balances.Single().Balance.Available);
    }

    [Fact]
    public async Task Limits_OfCommandsThatAreOnTheirWay_CountForTheNext()
    {
        var first = Member().RecordAsync(Read("q1")).AsTask();
        var second = Member().RecordAsync(Read("q2")).AsTask();

        await gated.ReleaseAsync();

        Assert.Single((await first).Awards);
        Assert.Empty((await second).Awards);
    }

    [Fact]
    public async Task Rows_OfMoreCommandsThanAreLookedThrough_AreFoundOnTheirWay()
    {
        Task<ActivityAnswer[]> Reads(string prefix) => Task.WhenAll(Enumerable.Range(0, 20).Select(
            i => Member().RecordAsync(Read($"{prefix}{i}", $"article-{i}")).AsTask()));
        var (first, second, repeats) = (Reads("q"), Reads("r"), Reads("q"));
        await gated.WhenHeldAsync(40);

        await gated.ReleaseAsync();

        Assert.All(await first, answer => Assert.Single(answer.Awards));
        Assert.All(await second, answer => Assert.Empty(answer.Awards));
        Assert.All(await repeats, answer => Assert.True(answer.Replayed && answer.Awards.Count == 1));
    }

    [Fact]
    public async Task FailedAppend_DropsTheStateAndFailsEverythingRidingOnIt()
    {
        var riders = await RidersAsync();

        await gated.FailAsync(new JournalUnavailableException("The disk is gone."));

        foreach (var rider in riders)
        {
            await Assert.ThrowsAsync<GrainUnavailableException>(() => rider);
        }

        Assert.Equal(3, (await BalanceAsync("stars")).Available);
        Assert.False((await Member().RecordAsync(Tell("a1", "share"))).Replayed);
        Assert.Equal(6, (await BalanceAsync("stars")).Available);
        Assert.Equal(6, await OnDiskAsync());
    }

    [Fact]
    public async Task ConflictingAppend_RunsTheCommandsAgainOnWhatTheJournalHolds()
    {
        // Another owner of the grain wins the race for the next version.
        var riders = await RidersAsync();
        await using var other = new LocalGrains(Journal, Time, new GrainOptions());
        await other.Member(new CommunityId(Community), new MemberId("m1")).RecordAsync(Tell("a9", "share"));

        await gated.ReleaseAsync();

        await Task.WhenAll(riders);
        Assert.Equal(12, (await BalanceAsync("stars")).Available);
        Assert.Equal(12, await OnDiskAsync());
    }

    [Fact]
    public async Task UnknownOutcome_OfAnAppendThatWasWritten_IsFoundWhenReadBack()
    {
        var riders = await RidersAsync();

        await gated.ReleaseAsync(new JournalOutcomeUnknownException("The store timed out."));

        await Task.WhenAll(riders);
        Assert.Equal(9, (await BalanceAsync("stars")).Available);
        Assert.Equal(9, await OnDiskAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task UnknownOutcome_ReadBackBeforeTheNextCommit_HidesNothingThatIsAnsweredLater(bool secondUnknown)
    {
        var timedOut = new JournalOutcomeUnknownException("The store timed out.");
        var first = Member().RecordAsync(Tell("a1", "share")).AsTask();
        var second = Member().RecordAsync(Tell("a2", "share")).AsTask();
        await gated.WhenHeldAsync(2);
        await gated.ReleaseFirstAsync(timedOut);
        await first;

        await gated.ReleaseFirstAsync(secondUnknown ? timedOut : null);
        await second;

        Assert.Equal(9, (await BalanceAsync("stars")).Available);
    }

    [Fact]
    public async Task UnknownOutcome_OfAnAppendThatWasNotWritten_IsDoneOnce()
    {
        var riders = await RidersAsync();

        await gated.FailAsync(new JournalOutcomeUnknownException("The store timed out."));

        await Task.WhenAll(riders);
        Assert.Equal(9, await OnDiskAsync());
    }

    [Fact]
    public async Task UnknownOutcome_OfAPublicationThatWasWritten_IsNoConflictWithItself()
    {
        gated.HoldAppends(_ => true);
        var publication = PublishAsync(Document with { LatenessMax = "P1D" }, basedOn: 1).AsTask();
        await gated.WhenHeldAsync(1);

        await gated.ReleaseAsync(new JournalOutcomeUnknownException("The store timed out."));

        Assert.Equal(2, (await publication).Version);
        Assert.Equal(2, (await Grains.Programmes.CurrentAsync(Community)).Version);
        await RefusedAsync(
            Refusals.PublishConflict,
            () => PublishAsync(Document with { LatenessMax = "P1D" }, basedOn: 1).AsTask());
    }

    [Fact]
    public async Task Stop_WhileCommandsAreUnderWay_WaitsForThemAndTakesNoMore()
    {
        var told = Member().RecordAsync(Tell("a1", "share")).AsTask();
        gated.HoldAppends(_ => true);
        var published = PublishAsync(Document with { LatenessMax = "P1D" }, basedOn: 1).AsTask();
        await gated.WhenHeldAsync(2);
        var stopped = Grains.DisposeAsync().AsTask();

        await Assert.ThrowsAsync<GrainStoppingException>(() => Member().RecordAsync(Tell("a2", "share")).AsTask());
        Assert.False(stopped.IsCompleted);
        await gated.ReleaseAsync();

        Assert.False((await told).Replayed);
        Assert.Equal(2, (await published).Version);
        await stopped;
        await Backend.ReopenAsync();
        await StartAsync();
        Assert.Equal(6, (await BalanceAsync("stars")).Available);
        Assert.Equal(2, (await Grains.Programmes.CurrentAsync(Community)).Version);
    }

    private async Task<Task[]> RidersAsync()
    {
        Task[] riders =
        [
            Member().RecordAsync(Tell("a1", "share")).AsTask(),
            Member().RecordAsync(Tell("a2", "share")).AsTask(),
            Member().GetAsync().AsTask(),
        ];
        await gated.WhenHeldAsync(2);
        return riders;
    }

    /// <summary>Stars according to the journal alone, three for each activity.</summary>
    private async Task<long> OnDiskAsync()
    {
        var page = await Journal.ReadBackwardAsync(StreamId.OfMember(Community, "m1"), null, 100, Cancellation);
        return page.Records.Count * 3;
    }
}

public sealed class DurabilityOnMemoryTests : DurabilityTests<MemoryBackend>;

public sealed class DurabilityOnSqliteTests : DurabilityTests<SqliteBackend>;

public sealed class DurabilityOnAzuriteTests : DurabilityTests<AzureTablesBackend>;
