using System.Text.Json.Nodes;
using NodaTime;
using Rewards.Domain;
using Rewards.Domain.Activities;
using Rewards.Grains.Communities;
using Rewards.Grains.InProcess;
using Rewards.Grains.Members;
using Rewards.Grains.Tests.Hosting;
using Rewards.Journal;
using Rewards.Tests.Shared;

namespace Rewards.Grains.Tests.InProcess;

public abstract class BoundsTests<TBackend> : GrainTests<TBackend>
    where TBackend : IBackend, new()
{
    /// <summary>Members who go through few places.</summary>
    protected virtual int ManyMembers => 2_000;

    [Fact]
    public async Task ActiveGrains_WithManyMembersThroughFewPlaces_StayBelowTheBound()
    {
        var members = ManyMembers;
        await RestartAsync(new GrainOptions { ActiveMax = 16 });
        var activeMost = 0;
        for (var round = 0; round < 2; round++)
        {
            await Parallel.ForAsync(0, members, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) =>
            {
                await Member($"m{i}").RecordAsync(Tell($"a{round}", "share"));
                InterlockedMax(ref activeMost, Grains.ActiveGrains);
            });
        }

        Assert.InRange(activeMost, 1, 16);
        for (var i = 0; i < members; i += 97)
        {
            Assert.Equal(6, (await BalanceAsync("stars", $"m{i}")).Available);
            Assert.True((await Member($"m{i}").RecordAsync(Tell("a0", "share"))).Replayed);
        }
    }

    [Fact]
    public async Task NewMember_WhenMorePlacesThanOneSearchLooksAtWereAllUsedLately_TakesAnIdleOne()
    {
        const int places = 1_500;
        await RestartAsync(new GrainOptions { ActiveMax = places });

        for (var i = 0; i < places + 10; i++)
        {
            await Member($"m{i}").RecordAsync(Tell("a1", "share"));
        }

        Assert.InRange(Grains.ActiveGrains, places - 10, places);
    }

    [Fact]
    public async Task Award_OfManyCurrenciesThatExpireAtOtherTimes_AsksForOneWakeUp()
    {
        var currencies = new JsonObject();
        var gives = new JsonObject();
        for (var i = 0; i < 32; i++)
        {
            currencies[$"c{i}"] = new JsonObject { ["expires"] = new JsonObject { ["after"] = $"P{100 - i}D" } };
            gives[$"c{i}"] = 1;
        }

        var document = JsonNode.Parse(Document.ToJson())!.AsObject();
        document["community"] = "many";
        document.Remove("budgets");
        document["currencies"] = currencies;
        document["rules"] = new JsonArray(new JsonObject
        {
            ["id"] = "share",
            ["order"] = 1,
            ["when"] = "share",
            ["give"] = gives,
        });
        await Grains.Community(new CommunityId("many"))
            .PublishAsync(new PublishRules(document.ToJsonString(), 0, "op", ""));

        var member = Grains.Member(new CommunityId("many"), new MemberId("m1"));
        var answer = await member.RecordAsync(Tell("a1", "share"));

        Assert.Equal(32, answer.Awards.Count);
        Time.Advance(TimeSpan.FromDays(101));
        await RunDueAsync();
        Assert.Equal(0, (await member.GetAsync())!.Balances.Single(held => held.Balance.Currency == "c0")
            .Balance.Available);
    }

    [Fact]
    public async Task EvictIdle_LeavesNothingInMemoryAndEverythingOnDisk()
    {
        for (var i = 0; i < 40; i++)
        {
            await Member().RecordAsync(Tell($"a{i}", "share"));
        }

        Grains.EvictIdle();

        Assert.Equal(0, Grains.ActiveGrains);
        Assert.Equal(120, (await BalanceAsync("stars")).Available);
    }

    [Fact]
    public async Task Places_AllInUse_AreBusyAndFreeAgainAfterwards()
    {
        var gated = new GatedJournal(Journal);
        await Grains.DisposeAsync();
        await StartAsync(new GrainOptions { ActiveMax = 2 }, gated);
        await Grains.Programmes.CurrentAsync(Community);
        gated.HoldAppends(_ => true);
        var under = Enumerable.Range(0, 2)
            .Select(i => Member($"m{i}").RecordAsync(Tell("a1", "share")).AsTask()).ToArray();

        await Assert.ThrowsAsync<GrainBusyException>(() => Member("m9").RecordAsync(Tell("a1", "share")).AsTask());

        await gated.ReleaseAsync();
        await Task.WhenAll(under);
        await Member("m9").RecordAsync(Tell("a1", "share"));
    }

    [Fact]
    public async Task Mailbox_Full_IsBusyAndThoseWhoWaitAreServed()
    {
        var gated = new GatedJournal(Journal);
        await Grains.DisposeAsync();
        await StartAsync(new GrainOptions { MailboxMax = 3 }, gated);
        gated.HoldReads();
        var served = Enumerable.Range(0, 4)
            .Select(i => Member().RecordAsync(Tell($"a{i}", "share")).AsTask()).ToArray();

        await Assert.ThrowsAsync<GrainBusyException>(() => Member().RecordAsync(Tell("a9", "share")).AsTask());

        gated.ReleaseReads();
        await Task.WhenAll(served);
        Assert.Equal(12, (await BalanceAsync("stars")).Available);
        Assert.Null(await Member().FindActivityAsync("a9"));
        Assert.False((await Member().RecordAsync(Tell("a9", "share"))).Replayed);
    }

    [Fact]
    public async Task Snapshots_OverALongLife_GiveTheStateThatAReplayGives()
    {
        await RestartAsync(new GrainOptions { SnapshotEveryMin = 3 });
        for (var i = 0; i < 120; i++)
        {
            await Member().RecordAsync(Read($"r{i}", $"article-{i}"));
            await Member().RecordAsync(Comment($"c{i}", $"article-{i}"));
            Time.Advance(TimeSpan.FromHours(5));
            if (i % 10 == 0)
            {
                Grains.EvictIdle();
            }
        }

        var before = Shape.Of(await Member().GetAsync());
        var tail = await Journal.ReadTailAsync(
            StreamId.OfMember(Community, "m1"), Cancellation);
        Assert.True(tail.SnapshotVersion > 200, $"The latest snapshot is of version {tail.SnapshotVersion}.");
        await RestartAsync();
        Assert.Equal(before, Shape.Of(await Member().GetAsync()));
    }

    /// <summary>A snapshot is derived: without one the member is brought up from its records.</summary>
    [Fact]
    public async Task Snapshot_LargerThanTheJournalTakes_IsLeftOutAndTheMemberGoesOn()
    {
        const int recordsPerSnapshotMax = 256;
        const int days = 31;
        await PublishAsync(ManyLimits(rules: 900), basedOn: 1);
        for (var day = 0; day < days; day++)
        {
            var at = Now - Duration.FromDays(day);
            await Member().RecordAsync(new RecordActivity(
                new Activity(new ActivityId($"big-{day}"), "share", at, null, null, [])));
        }

        for (var i = 0; i < recordsPerSnapshotMax; i++)
        {
            await Member().RecordAsync(Read($"r{i}"));
        }

        var stream = StreamId.OfMember(Community, "m1");
        var tail = await Journal.ReadTailAsync(stream, Cancellation);
        Assert.True(
            tail.Records.Count > recordsPerSnapshotMax, $"{tail.Records.Count} records follow the latest snapshot.");
        await RestartAsync();
        Assert.Equal(900 * days, (await BalanceAsync("stars")).Available);
        await Member().RecordAsync(Read("one-more"));
        Assert.Equal(tail.Version + 1, (await Journal.ReadTailAsync(stream, Cancellation)).Version);
    }

    /// <summary>
    /// Each share counts for two limits of every rule, each of its day: a megabyte of counters within a month.
    /// </summary>
    private static CommunityDocument ManyLimits(int rules)
    {
        var all = Enumerable.Range(0, rules).Select(i => $$"""
            { "id": "r{{i}}", "order": {{i + 1}}, "when": "share", "give": { "stars": 1 },
              "limits": [{ "per": "member", "within": "day", "times": 9 },
                         { "per": "member", "within": "day", "amount": 9 }] }
            """);
        return Document with { Rules = $"[{string.Join(',', all)}]", LatenessMax = "P31D" };
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var known = most; value > known; known = most)
        {
            Interlocked.CompareExchange(ref most, value, known);
        }
    }
}

public sealed class BoundsOnMemoryTests : BoundsTests<MemoryBackend>;

public sealed class BoundsOnSqliteTests : BoundsTests<SqliteBackend>;

public sealed class BoundsOnAzuriteTests : BoundsTests<AzureTablesBackend>
{
    protected override int ManyMembers => 300;
}
