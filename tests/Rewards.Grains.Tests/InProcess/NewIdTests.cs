using NodaTime;
using Rewards.Domain;
using Rewards.Domain.Activities;
using Rewards.Grains.Members;
using Rewards.Grains.Tests.Hosting;
using Rewards.Journal;
using Rewards.Tests.Shared;

namespace Rewards.Grains.Tests.InProcess;

public sealed class NewIdOnMemoryTests : NewIdTests<MemoryBackend>;

public sealed class NewIdOnAzureTablesTests : NewIdTests<AzureTablesBackend>;

/// <summary>
/// Where a look costs a request, an activity's id is taken for new without one and the journal refuses it if that was
/// wrong. Whoever repeats an activity must not notice any of it.
/// </summary>
public abstract class NewIdTests<TBackend> : GrainTests<TBackend>
    where TBackend : IBackend, new()
{
    private LookCounter counter = null!;

    public override async ValueTask InitializeAsync()
    {
        await Backend.OpenAsync();
        counter = new LookCounter(Journal);
        await StartAsync(journal: counter);
        await PublishAsync(Document, basedOn: 0);
    }

    [Fact]
    public async Task NewActivities_AreNotLookedFor()
    {
        foreach (var together in Enumerable.Range(0, 60).Chunk(20))
        {
            await Task.WhenAll(together.Select(i => Member().RecordAsync(Tell($"a{i}", "share")).AsTask()));
        }

        Assert.Equal(0, counter.Looks);
        Assert.Equal(180, (await BalanceAsync("stars")).Available);
    }

    [Fact]
    public async Task Repeat_ThatTodaysRulesWouldRefuse_IsAnsweredAsItWasAtFirst()
    {
        var command = new RecordActivity(new Activity(new ActivityId("a1"), "share", Now, null, null, []));
        await Member().RecordAsync(command);
        Time.Advance(TimeSpan.FromDays(40));
        await RefusedAsync(
            Refusals.TimeOutOfRange,
            () => Member().RecordAsync(new RecordActivity(
                new Activity(new ActivityId("a2"), "share", command.Activity.At, null, null, []))).AsTask());

        var again = await Member().RecordAsync(command);

        Assert.True(again.Replayed);
        Assert.Equal(3, (await BalanceAsync("stars")).Available);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Repeats_OfManyAtOnceBesideNewOnes_AreAnsweredOnceEach(bool evicted)
    {
        var first = Enumerable.Range(0, 50).Select(i => Tell($"a{i}", "share")).ToArray();
        await Task.WhenAll(first.Select(told => Member().RecordAsync(told).AsTask()));
        if (evicted)
        {
            Grains.EvictIdle();
        }

        var mixed = first.Concat(Enumerable.Range(50, 50).Select(i => Tell($"a{i}", "share"))).ToArray();
        new Random(5).Shuffle(mixed);
        var answers = await Task.WhenAll(mixed.Select(told => Member().RecordAsync(told).AsTask()));

        Assert.All(mixed.Zip(answers), pair => Assert.Equal(first.Contains(pair.First), pair.Second.Replayed));
        Assert.Equal(300, (await BalanceAsync("stars")).Available);
    }

    [Fact]
    public async Task Repeats_OneAfterTheOther_AreLookedForAfterTheFirst()
    {
        var told = Enumerable.Range(0, 20).Select(i => Tell($"a{i}", "share")).ToArray();
        foreach (var activity in told)
        {
            await Member().RecordAsync(activity);
        }

        foreach (var activity in told)
        {
            Assert.True((await Member().RecordAsync(activity)).Replayed);
        }

        Assert.Equal(1, counter.Taken);
    }

    [Fact]
    public async Task Id_TakenByAnotherActivity_IsAConflict()
    {
        await Member().RecordAsync(Tell("a1", "share"));
        await RefusedAsync(Refusals.IdConflict, () => Member().RecordAsync(Tell("a1", "share", "other")).AsTask());
        Assert.False((await Member().RecordAsync(Tell("a2", "share"))).Replayed);
    }

    private sealed class LookCounter(IJournal inner) : JournalWrapper(inner)
    {
        private int looks;
        private int taken;

        /// <summary>How often an activity's id was looked for.</summary>
        public int Looks => looks;

        /// <summary>Appends refused because an id is taken.</summary>
        public int Taken => taken;

        public override ValueTask<StoredRecord?> FindRowAsync(
            StreamId stream, RowKey row, CancellationToken cancellation)
        {
            Interlocked.Add(ref looks, row.Kind == RowKind.Activity ? 1 : 0);
            return Inner.FindRowAsync(stream, row, cancellation);
        }

        public override async ValueTask AppendAsync(Append append)
        {
            try
            {
                await Inner.AppendAsync(append);
            }
            catch (JournalRowTakenException)
            {
                Interlocked.Increment(ref taken);
                throw;
            }
        }
    }
}
