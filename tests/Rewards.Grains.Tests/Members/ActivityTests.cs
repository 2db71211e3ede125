using System.Text;
using Rewards.Domain;
using Rewards.Domain.Activities;
using Rewards.Domain.Rules;
using Rewards.Grains.Members;
using Rewards.Grains.Tests.Hosting;
using Rewards.Journal;
using Rewards.Tests.Shared;

namespace Rewards.Grains.Tests.Members;

public abstract class ActivityTests<TBackend> : GrainTests<TBackend>
    where TBackend : IBackend, new()
{
    [Fact]
    public async Task Record_FirstActivity_CreatesTheMember()
    {
        Assert.Null(await Member().GetAsync());

        var answer = await Member().RecordAsync(Read("a1"));

        Assert.False(answer.Replayed);
        Assert.Equal((5L, AwardStatus.Granted), (answer.Awards[0].Granted, answer.Awards[0].Status));
        Assert.Equal([new BalanceView("feathers", 5, 0, 0)], answer.Balances);
        var view = await Member().GetAsync();
        Assert.Equal(Now, view!.Since);
        Assert.Equal(answer.Awards[0].ExpiresAt, Assert.Single(view.Balances[0].Expiring).ExpiresAt);
    }

    [Fact]
    public async Task Record_RefusedActivity_ChangesNothing()
    {
        await RefusedAsync(Refusals.UnknownActivityType, () => Member().RecordAsync(Tell("a1", "swim")).AsTask());

        Assert.Null(await Member().GetAsync());
        Assert.Null(await Member().FindActivityAsync("a1"));
        await Member().RecordAsync(Read("a1"));
    }

    [Fact]
    public async Task Record_InACommunityThatPublishedNothing_IsRefused() => await RefusedAsync(
        Refusals.UnknownCommunity,
        () => Grains.Member(new CommunityId("fish"), new MemberId("m1")).RecordAsync(Read("a1")).AsTask());

    [Fact]
    public async Task Record_SameId64TimesAtOnce_HasOneEffectAnd63Replays()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var told = Enumerable.Range(0, 64).Select(i => Task.Run(async () =>
        {
            await gate.Task;
            return await Member().RecordAsync(Tell("a1", "share"));
        })).ToArray();
        gate.SetResult();

        var answers = await Task.WhenAll(told);

        Assert.Equal(63, answers.Count(answer => answer.Replayed));
        Assert.All(answers, answer => Assert.Equal(3, answer.Awards.Single().Granted));
        Assert.Equal(3, (await BalanceAsync("stars")).Available);
    }

    [Fact]
    public async Task Record_SameIdWithAnotherBody_IsAConflictBeforeAndAfterEvictionAndRestart()
    {
        await Member().RecordAsync(Read("a1"));
        async Task ConflictsAsync()
        {
            await RefusedAsync(Refusals.IdConflict, () => Member().RecordAsync(Read("a1", "article-2")).AsTask());
            await RefusedAsync(Refusals.IdConflict, () => Member().RecordAsync(Read("a1", correct: false)).AsTask());
            var replay = await Member().RecordAsync(Read("a1"));
            Assert.True(replay.Replayed);
            Assert.Equal(5, replay.Awards.Single().Granted);
        }

        await ConflictsAsync();
        Grains.EvictIdle();
        await ConflictsAsync();
        await RestartAsync();
        await ConflictsAsync();
        Assert.Equal(5, (await BalanceAsync("feathers")).Available);
    }

    [Fact]
    public async Task Record_Repeated_IsAnsweredAsFirstDecidedBesideWhatIsNow()
    {
        var first = await Member().RecordAsync(Comment("c1"));
        await Member().ReviewAsync(new ReviewAwards("c1", true, null, "op"));
        await PublishAsync(Document with { Rules = "[]" }, basedOn: 1);
        Time.Advance(TimeSpan.FromHours(1));

        var replay = await Member().RecordAsync(Comment("c1"));

        Assert.True(replay.Replayed);
        Assert.Equal(first.RecordedAt, replay.RecordedAt);
        Assert.Equal(Shape.Of(first.Receipt), Shape.Of(replay.Receipt));
        Assert.Equal(Shape.Of(first.Awards), Shape.Of(replay.Awards));
        Assert.Equal(new CurrentAwards(AwardStatus.Granted, false) { Reviewed = AwardStatus.Granted }, replay.Current);
        Assert.Equal([new BalanceView("feathers", 10, 0, 0)], replay.Balances);
    }

    [Fact]
    public async Task Record_AfterAPublication_FollowsTheNewVersion()
    {
        var before = await Member().RecordAsync(Tell("a1", "share"));
        await PublishAsync(
            Document with { Rules = Rules.Replace("\"stars\": 3", "\"stars\": 8", StringComparison.Ordinal) },
            basedOn: 1);

        var after = await Member().RecordAsync(Tell("a2", "share"));

        Assert.Equal((1, 3L), (before.Receipt.RulesVersion, before.Awards.Single().Granted));
        Assert.Equal((2, 8L), (after.Receipt.RulesVersion, after.Awards.Single().Granted));
    }

    [Fact]
    public async Task Record_LimitPerSubject_IsKeptInRowsThroughEvictionAndRestart()
    {
        await Member().RecordAsync(Read("a1"));
        Grains.EvictIdle();
        Assert.Empty((await Member().RecordAsync(Read("a2"))).Awards);
        await RestartAsync();
        Assert.Empty((await Member().RecordAsync(Read("a3"))).Awards);
        Assert.Single((await Member().RecordAsync(Read("a4", "article-2"))).Awards);
    }

    [Fact]
    public async Task PersonalFacts_LieInTheSideRecordAndAreComparedInARepeat()
    {
        await Member().RecordAsync(Comment("c1", text: "my secret"));

        var stored = await StoredAsync("c1");
        Assert.DoesNotContain("my secret", Encoding.UTF8.GetString(stored.Bytes.Span), StringComparison.Ordinal);
        await RestartAsync();
        var found = await Member().FindActivityAsync("c1");
        Assert.Equal("my secret", found!.Activity.FindFact("text")!.Value.AsText());
        Assert.True((await Member().RecordAsync(Comment("c1", text: "my secret"))).Replayed);
        await RefusedAsync(
            Refusals.IdConflict, () => Member().RecordAsync(Comment("c1", text: "another")).AsTask());
    }

    [Fact]
    public async Task PersonalFacts_Erased_StillReplayAndTheRestIsCompared()
    {
        await Member().RecordAsync(Comment("c1", text: "my secret"));
        await Journal.EraseSideAsync(await StoredAsync("c1"), Cancellation);
        await RestartAsync();

        var replay = await Member().RecordAsync(Comment("c1", text: "whatever"));

        Assert.True(replay.Replayed);
        Assert.Null(replay.Activity.FindFact("text"));
        Assert.Equal(10, (await BalanceAsync("feathers")).Pending);
        await RefusedAsync(Refusals.IdConflict, () => Member().RecordAsync(Comment("c1", "article-9")).AsTask());
    }

    private async Task<StoredRecord> StoredAsync(string activity) => (await Journal.FindRowAsync(
        StreamId.OfMember(Community, "m1"), new RowKey(RowKind.Activity, activity), Cancellation))!;
}

public sealed class ActivityOnMemoryTests : ActivityTests<MemoryBackend>;

public sealed class ActivityOnSqliteTests : ActivityTests<SqliteBackend>;

public sealed class ActivityOnAzuriteTests : ActivityTests<AzureTablesBackend>;
