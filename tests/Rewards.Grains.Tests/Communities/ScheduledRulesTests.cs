using NodaTime;
using Rewards.Domain;
using Rewards.Domain.Communities;
using Rewards.Grains.Communities;
using Rewards.Grains.InProcess;
using Rewards.Grains.Tests.Hosting;
using Rewards.Grains.Verification;
using Rewards.Tests.Shared;

namespace Rewards.Grains.Tests.Communities;

/// <summary>The time of receipt picks the version, whatever was cached before.</summary>
public abstract class ScheduledRulesTests<TBackend> : GrainTests<TBackend>
    where TBackend : IBackend, new()
{
    private const string Better = """
        [{ "id": "better", "order": 1, "when": "share", "give": { "stars": 7 } }]
        """;

    private static readonly Duration Hour = Duration.FromHours(1);

    [Fact]
    public async Task Activity_IsDecidedByTheVersionInForceWhenItIsReceived()
    {
        Assert.Equal((1, 3), await ShareAsync("a"));
        await ScheduleAsync(1, Now + Hour);
        Assert.Equal((1, 3), await ShareAsync("b"));
        Time.Advance(TimeSpan.FromHours(1) - TimeSpan.FromMilliseconds(1));
        Assert.Equal((1, 3), await ShareAsync("c"));
        Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal((2, 7), await ShareAsync("d"));

        await RestartAsync();
        Assert.Equal((2, 7), await ShareAsync("e"));
        Assert.Equal(1, (await Grains.Programmes.InForceAsync(Community, Now - Duration.Epsilon)).Version);
        Assert.Equal(2, (await Grains.Programmes.CurrentAsync(Community)).Version);
        var verified = await new Verifier(Journal, new VerificationOptions()).RunAsync(null, Cancellation);
        Assert.Empty(verified.Findings);
    }

    [Fact]
    public async Task Activity_AtTheTimeOfACancelledVersion_IsDecidedByTheOneBefore()
    {
        await ScheduleAsync(1, Now + Hour);
        await ShareAsync("a");
        var grain = Grains.Community(new CommunityId(Community));
        var cancelled = await grain.CancelAsync(new CancelSchedule(2, "ann"));
        Assert.Equal(("ann", Now), (cancelled.CancelledBy, cancelled.CancelledAt));
        Assert.Equal(cancelled, await grain.CancelAsync(new CancelSchedule(2, "bo")));

        await RestartAsync();
        Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal((1, 3), await ShareAsync("b"));
        await RefusedAsync(Refusals.PublishConflict, () => PublishAsync(Document, basedOn: 2).AsTask());
        Assert.Equal(3, (await PublishAsync(Document, basedOn: 1)).Version);
        Assert.Contains("\"better\"",
            (await Grains.Community(new CommunityId(Community)).FetchAsync(2))!.Document, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ManyActivities_AtTheVeryTime_AreDecidedByTheirOwnTimes()
    {
        var from = Now + Hour;
        await ScheduleAsync(1, from);
        var told = new List<Task<(Instant At, int Version)>>();
        for (var i = 0; i < 200; i++)
        {
            var member = Member($"m{i % 20}");
            var id = $"a{i}";
            told.Add(Task.Run(async () =>
            {
                var answer = await member.RecordAsync(Tell(id, "share"));
                return (answer.RecordedAt, answer.Receipt.RulesVersion);
            }));
            if (i == 100)
            {
                Time.Advance(TimeSpan.FromHours(1));
            }
        }

        Assert.All(await Task.WhenAll(told), it => Assert.Equal(it.At < from ? 1 : 2, it.Version));
    }

    private async Task<(int Version, long Amount)> ShareAsync(string id)
    {
        var answer = await Member().RecordAsync(Tell(id, "share"));
        return (answer.Receipt.RulesVersion, answer.Awards.Single().Granted);
    }

    protected async Task<PublishedVersion> ScheduleAsync(int basedOn, Instant from, LocalGrains? host = null) =>
        await (host ?? Grains).Community(new CommunityId(Community)).PublishAsync(
            new PublishRules((Document with { Rules = Better }).ToJson(), basedOn, "op", "") { EffectiveAt = from });
}

public sealed class ScheduledRulesOnMemoryTests : ScheduledRulesTests<MemoryBackend>;

public sealed class ScheduledRulesOnSqliteTests : ScheduledRulesTests<SqliteBackend>;

public sealed class ScheduledRulesOnAzuriteTests : ScheduledRulesTests<AzureTablesBackend>
{
    /// <summary>
    /// The other host hears of the publication by the feed; at its time, and after a cancellation of which it has not
    /// heard, it asks the store.
    /// </summary>
    [Fact]
    public async Task TwoHosts_OnOneStore_SwitchAtTheSameTimeAndKnowOfACancellation()
    {
        await using var other = new LocalGrains(Journal, Time, new GrainOptions());
        Assert.Equal(1, (await other.Programmes.CurrentAsync(Community)).Version);
        await ScheduleAsync(1, Now + Duration.FromHours(1));
        await other.RenewAsync(Rewards.Journal.StreamId.OfCommunity(Community));
        Assert.Equal(1, (await other.Programmes.CurrentAsync(Community)).Version);
        Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(2, (await other.Programmes.CurrentAsync(Community)).Version);
        Assert.Equal(2, (await Grains.Programmes.CurrentAsync(Community)).Version);

        await ScheduleAsync(2, Now + Duration.FromHours(1));
        await other.RenewAsync(Rewards.Journal.StreamId.OfCommunity(Community));
        await other.Programmes.CurrentAsync(Community);
        await Grains.Community(new CommunityId(Community)).CancelAsync(new CancelSchedule(3, "op"));
        Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(2, (await other.Programmes.CurrentAsync(Community)).Version);
    }
}
