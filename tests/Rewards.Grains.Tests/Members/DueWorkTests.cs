using Rewards.Domain.Rules;
using Rewards.Grains.InProcess;
using Rewards.Grains.Members;
using Rewards.Grains.Tests.Hosting;
using Rewards.Journal;

namespace Rewards.Grains.Tests.Members;

public abstract class DueWorkTests<TBackend> : GrainTests<TBackend>
    where TBackend : IBackend, new()
{
    [Fact]
    public async Task Lapse_OfPendingAwards_HappensWhenDueAndNotBefore()
    {
        await Member().RecordAsync(Comment("c1"));
        Time.Advance(TimeSpan.FromDays(10) - TimeSpan.FromMicroseconds(1));
        Assert.Equal(0, await RunDueAsync());

        Time.Advance(TimeSpan.FromMicroseconds(1));

        Assert.Equal(1, await RunDueAsync());
        Assert.Equal(0, await RunDueAsync());
        Assert.Equal(AwardStatus.Lapsed, (await Member().FindActivityAsync("c1"))!.Current!.Review);
        Assert.Equal(new BalanceView("feathers", 0, 0, 0), await BalanceAsync("feathers"));
    }

    [Fact]
    public async Task Due_AfterADowntime_IsDoneForMembersWhoNeverComeBack()
    {
        for (var i = 0; i < 40; i++)
        {
            await Member($"m{i}").RecordAsync(i % 2 == 0 ? Comment("c1") : Read("a1"));
        }

        await Grains.DisposeAsync();
        Time.Advance(TimeSpan.FromDays(400));
        await Backend.ReopenAsync();
        await StartAsync();

        Assert.Equal(40, await RunDueAsync());

        Assert.Null(await Journal.NextDueAsync(Cancellation));
        for (var i = 0; i < 40; i++)
        {
            // The ledger is read from the journal and wakes nobody.
            var newest = (await Member($"m{i}").ReadLedgerAsync(new LedgerQuery(null, 1, null, null))).Entries[0];
            Assert.Equal(i % 2 == 0 ? LedgerCauses.Lapse : LedgerCauses.Expiry, newest.Cause.Kind);
            Assert.Equal(new BalanceView("feathers", 0, 0, 0), await BalanceAsync("feathers", $"m{i}"));
        }
    }

    [Fact]
    public async Task Expiry_OfSeveralLots_TakesEachAtItsTime()
    {
        await Member().RecordAsync(Read("a1", "article-1"));
        Time.Advance(TimeSpan.FromDays(3));
        await Member().RecordAsync(Read("a2", "article-2"));
        await RestartAsync();

        Time.AdvanceTo((await Journal.NextDueAsync(Cancellation))!.Value.ToDateTimeOffset());
        Assert.Equal(1, await RunDueAsync());
        Assert.Equal(5, (await BalanceAsync("feathers")).Available);

        await RestartAsync();
        Time.AdvanceTo((await Journal.NextDueAsync(Cancellation))!.Value.ToDateTimeOffset());
        Assert.Equal(1, await RunDueAsync());
        Assert.Equal(0, (await BalanceAsync("feathers")).Available);
        Assert.Null(await Journal.NextDueAsync(Cancellation));
    }

    [Fact]
    public async Task Expiry_OfALotThatIsGone_MovesTheWakeUpToTheNext()
    {
        await Member().RecordAsync(Read("a1", "article-1"));
        Time.Advance(TimeSpan.FromDays(3));
        await Member().RecordAsync(Read("a2", "article-2"));
        await Member().ReverseAsync(new ReverseAwards("a1", "removed", "op"));

        Time.AdvanceTo((await Journal.NextDueAsync(Cancellation))!.Value.ToDateTimeOffset());
        Assert.Equal(1, await RunDueAsync());

        Assert.Equal(5, (await BalanceAsync("feathers")).Available);
        Time.AdvanceTo((await Journal.NextDueAsync(Cancellation))!.Value.ToDateTimeOffset());
        Assert.Equal(1, await RunDueAsync());
        Assert.Equal(0, (await BalanceAsync("feathers")).Available);
    }

    [Fact]
    public async Task Read_BeforeTheWakeUp_ShowsNothingThatHasExpired()
    {
        await Member().RecordAsync(Read("a1"));
        Time.Advance(TimeSpan.FromDays(40));

        Assert.Equal(0, (await BalanceAsync("feathers")).Available);
        await Assert.ThrowsAsync<Domain.DomainException>(
            () => Member().HoldAsync(new HoldPoints("h1", "feathers", 1)).AsTask());
        await RunDueAsync();
        Assert.Null(await Journal.NextDueAsync(Cancellation));
    }

    /// <summary>Callers need places in memory and turns too.</summary>
    [Fact]
    public async Task Due_OfManyMembers_WakesFewAtOnce()
    {
        const int members = 100;
        for (var i = 0; i < members; i++)
        {
            await Member($"m{i}").RecordAsync(Comment("c1"));
        }

        await Grains.DisposeAsync();
        Time.Advance(TimeSpan.FromDays(11));
        var counting = new LoadsUnderWay(Journal);
        await StartAsync(journal: counting);
        await Grains.Programmes.CurrentAsync(Community);
        counting.Hold();
        var running = RunDueAsync();

        await counting.WhenUnderWayAsync(32);
        counting.Release();

        Assert.Equal(members, await running);
        Assert.Equal(32, counting.Most);
    }

    [Fact]
    public async Task Run_UntilCancelled_WorksEachTimeTheClockMoves()
    {
        await Member().RecordAsync(Comment("c1"));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var work = new DueWork(Journal, Grains, Time, (_, _) => { });
        var running = work.RunAsync(stop.Token);
        while ((await Member().FindActivityAsync("c1"))!.Current!.Review == AwardStatus.Pending)
        {
            Time.Advance(TimeSpan.FromHours(6));
            await Task.Yield();
            Assert.True(Now < NodaTime.Instant.FromUtc(2030, 1, 1, 0, 0), "The due work is not done.");
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal(0, (await BalanceAsync("feathers")).Pending);
    }

    /// <summary>Counts the grains that are being brought to life, and holds them there.</summary>
    private sealed class LoadsUnderWay(IJournal inner) : JournalWrapper(inner)
    {
        private readonly Lock turn = new();
        private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private TaskCompletionSource? held;
        private int underWay;
        private int expected = int.MaxValue;

        public int Most { get; private set; }

        public void Hold() => held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Release() => held!.SetResult();

        public Task WhenUnderWayAsync(int count)
        {
            lock (turn)
            {
                expected = count;
                if (underWay >= count)
                {
                    reached.TrySetResult();
                }
            }

            return reached.Task;
        }

        public override async ValueTask<StreamTail> ReadTailAsync(StreamId stream, CancellationToken cancellation)
        {
            if (held is null)
            {
                return await Inner.ReadTailAsync(stream, cancellation);
            }

            lock (turn)
            {
                Most = Math.Max(Most, ++underWay);
                if (underWay >= expected)
                {
                    reached.TrySetResult();
                }
            }

            await held.Task;
            var tail = await Inner.ReadTailAsync(stream, cancellation);
            lock (turn)
            {
                underWay--;
            }

            return tail;
        }
    }
}

public sealed class DueWorkOnMemoryTests : DueWorkTests<MemoryBackend>;

public sealed class DueWorkOnSqliteTests : DueWorkTests<SqliteBackend>;

public sealed class DueWorkOnAzuriteTests : DueWorkTests<AzureTablesBackend>;
