using System.Text.Json.Nodes;
using NodaTime;
using Rewards.Domain;
using Rewards.Domain.Activities;
using Rewards.Domain.Rules;
using Rewards.Grains.Communities;
using Rewards.Grains.Members;
using Rewards.Grains.Projections;
using Rewards.Grains.Tests.Hosting;
using Rewards.Grains.Verification;
using Rewards.Journal;
using Rewards.Tests.Shared;

namespace Rewards.Grains.Tests.Projections;

public sealed class MatchReadingOnMemoryTests : MatchReadingTests<MemoryBackend>;

public sealed class MatchReadingOnSqliteTests : MatchReadingTests<SqliteBackend>;

public sealed class MatchReadingOnAzuriteTests : MatchReadingTests<AzureTablesBackend>;

/// <summary>Pay and contribution per member and month, from the journal.</summary>
public abstract class MatchReadingTests<TBackend> : GrainTests<TBackend>
    where TBackend : IBackend, new()
{
    private const string Model = """
        [
          { "id": "reading", "when": "read", "points": 2.5, "if": { "fact": "correct", "is": true } },
          { "id": "comment", "when": "comment", "points": 4, "counts": "approved" },
          { "id": "support", "when": "share", "for": "counterparty", "points": 1,
            "discount": { "per": "counterparty", "within": "month", "percent": [100, 0] } }
        ]
        """;

    public override async ValueTask InitializeAsync()
    {
        await Backend.OpenAsync();
        await StartAsync();
        var document = JsonNode.Parse(Document.ToJson())!.AsObject();
        document["contribution"] = JsonNode.Parse(Model);
        await Grains.Community(new CommunityId(Community))
            .PublishAsync(new PublishRules(document.ToJsonString(), 0, "op", ""));
    }

    [Fact]
    public async Task Contribution_AtOnceAfterApprovalAndOfDistinctSupporters_IsMeasuredBesideThePay()
    {
        await Member("lin").RecordAsync(Read("a1"));
        await Member("lin").RecordAsync(Comment("c1"));
        await Member("lin").RecordAsync(Comment("c2", "article-2"));
        Assert.Equal(("lin", 5, 2_500), await OnlyAsync());

        await Member("lin").ReviewAsync(new ReviewAwards("c1", true, null, "op"));
        await Member("lin").ReviewAsync(new ReviewAwards("c2", false, null, "op"));
        Assert.Equal(("lin", 15, 6_500), await OnlyAsync());

        foreach (var (id, from) in new[] { ("s1", "bo"), ("s2", "bo"), ("s3", "cai") })
        {
            await Member(from).RecordAsync(
                new RecordActivity(new Activity(new ActivityId(id), "share", null, null, "lin", [])));
        }

        Assert.Equal(("lin", 15, 8_500), await OnlyAsync());
        var verified = await new Verifier(Journal, new VerificationOptions()).RunAsync(null, Cancellation);
        Assert.Empty(verified.Findings);
    }

    [Fact]
    public async Task Contribution_OfAReversedActivity_IsTakenBackOnce()
    {
        await Member("lin").RecordAsync(Read("a1"));
        await Member("lin").RecordAsync(Comment("c1"));
        await Member("lin").ReviewAsync(new ReviewAwards("c1", true, null, "op"));
        await Member("lin").ReverseAsync(new ReverseAwards("c1", "copied", "op"));
        await Member("lin").ReverseAsync(new ReverseAwards("c1", "copied", "op"));

        Assert.Equal(("lin", 5, 2_500), await OnlyAsync());
    }

    [Fact]
    public async Task Contribution_OfAnActivityThatEarnedNothing_IsTakenBackToo()
    {
        await Member("bo").RecordAsync(
            new RecordActivity(new Activity(new ActivityId("s1"), "share", null, null, "lin", [])));
        await Member("bo").ReverseAsync(new ReverseAwards("s1", "pumped", "op"));

        var (month, _) = await ReadAsync("feathers");
        Assert.Equal(0, month!.Contribution[Array.IndexOf(month.Members, "lin")]);
    }

    /// <summary>Contribution is measured apart from pay: a rule that has nothing left to give does not take it away.
    /// </summary>
    [Fact]
    public async Task Contribution_OfAnActivityThatNoRulePays_CountsOnceItIsApproved()
    {
        var document = JsonNode.Parse((Document with { Rules = "[]" }).ToJson())!.AsObject();
        document["contribution"] = JsonNode.Parse(Model);
        await Grains.Community(new CommunityId(Community))
            .PublishAsync(new PublishRules(document.ToJsonString(), 1, "op", ""));
        await Member("lin").RecordAsync(Comment("c1"));
        await Member("lin").RecordAsync(Comment("c2"));
        await Member("lin").RecordAsync(Comment("c3"));
        Assert.Empty((await ReadAsync("feathers")).Month!.Contribution);

        var approved = await Member("lin").ReviewAsync(new ReviewAwards("c1", true, null, "op"));
        await Member("lin").ReviewAsync(new ReviewAwards("c2", false, null, "op"));
        await Member("lin").ReviewAsync(new ReviewAwards("c3", true, null, "op"));
        await Member("lin").ReverseAsync(new ReverseAwards("c3", "copied", "op"));

        await Member("lin").RecordAsync(Comment("c4"));
        var waiting = await Member("lin").FindActivityAsync("c4");
        var reversed = await Member("lin").ReverseAsync(new ReverseAwards("c4", "copied", "op"));
        Assert.Equal(
            (AwardStatus.Pending, null), (waiting!.Current!.Reviewed, reversed.Current!.Reviewed));

        Assert.Equal((AwardStatus.Granted, null), (approved.Current!.Reviewed, approved.Current.Review));
        Assert.Equal(("lin", 0, 4_000), await OnlyAsync());
        var again = await Member("lin").ReviewAsync(new ReviewAwards("c1", true, null, "op"));
        Assert.True(again.Replayed);
        var refused = await Assert.ThrowsAsync<DomainException>(
            () => Member("lin").ReviewAsync(new ReviewAwards("c2", true, null, "op")).AsTask());
        Assert.Equal(Refusals.AlreadyReviewed, refused.Code);
        var verified = await new Verifier(Journal, new VerificationOptions()).RunAsync(null, Cancellation);
        Assert.Empty(verified.Findings);
    }

    [Fact]
    public async Task Months_AreTheCommunitysAndAMonthOnceOverDoesNotChange()
    {
        var october = new YearMonth(Now.InZone(Shanghai).Year, Now.InZone(Shanghai).Month);
        await Member("lin").RecordAsync(Read("a1"));
        Time.Advance(TimeSpan.FromDays(32));
        await Member("lin").ReverseAsync(new ReverseAwards("a1", "gone", "op"));

        Assert.Equal(2_500, (await ReadAsync("feathers", october)).Month!.Contribution.Single());
        Assert.Equal(-2_500, (await ReadAsync("feathers")).Month!.Contribution.Single());
    }

    [Fact]
    public async Task Costs_PerRule_CountPendingAwardsWhenTheyAreApproved()
    {
        await Member("lin").RecordAsync(Read("a1"));
        await Member("lin").RecordAsync(Comment("c1"));
        Assert.Equal([new RuleCost("feathers", 1, 0, 5)], (await ReadAsync("feathers")).Month!.Costs);
        await Member("lin").ReviewAsync(new ReviewAwards("c1", true, null, "op"));

        Assert.Equal(
            [new RuleCost("feathers", 1, 0, 5), new RuleCost("feathers", 1, 1, 10)],
            (await ReadAsync("feathers")).Month!.Costs.OrderBy(cost => cost.Rule));
    }

    [Fact]
    public async Task Costs_AfterReversals_TellWhatWasGivenAndWhatOfItWasReversed()
    {
        await Member("lin").RecordAsync(Read("a1"));
        await Member("lin").RecordAsync(Read("a2", "article-2"));
        await Member("lin").RecordAsync(Comment("c1"));
        await Member("lin").RecordAsync(Comment("c2", "article-2"));
        await Member("lin").ReviewAsync(new ReviewAwards("c1", true, null, "op"));
        await Member("lin").ReviewAsync(new ReviewAwards("c2", false, null, "op"));
        await Member("lin").ReverseAsync(new ReverseAwards("a1", "gone", "op"));
        await Member("lin").ReverseAsync(new ReverseAwards("c1", "gone", "op"));

        Assert.Equal(
            [new RuleCost("feathers", 1, 0, 10, 5), new RuleCost("feathers", 1, 1, 10, 10)],
            (await ReadAsync("feathers")).Month!.Costs.OrderBy(cost => cost.Rule));
    }

    [Fact]
    public async Task Costs_OfAQuestThatIsUndone_AreReversedOnce()
    {
        await PublishAsync(Document with
        {
            Rules = """
                [{ "id": "quiz", "order": 1, "when": "read",
                   "give": [{ "currency": "feathers", "amount": 5 }, { "quest": { "id": "two", "step": "reads" } }] }]
                """,
            More = """
                { "quests": [{ "id": "two", "steps": [{ "id": "reads", "needed": 2 }], "give": { "feathers": 100 } }] }
                """,
        }, basedOn: 1);
        await Member("lin").RecordAsync(Read("a1"));
        await Member("lin").RecordAsync(Read("a2", "article-2"));
        await Member("lin").ReverseAsync(new ReverseAwards("a1", "gone", "op"));
        await Member("lin").ReverseAsync(new ReverseAwards("a2", "gone", "op"));

        Assert.Equal(
            [new RuleCost("feathers", 2, 0, 10, 10), new RuleCost("feathers", 2, 1, 100, 100)],
            (await ReadAsync("feathers")).Month!.Costs.OrderBy(cost => cost.Rule));
    }

    [Fact]
    public async Task Costs_OfAPendingAwardThatIsReversed_AreNone()
    {
        await Member("lin").RecordAsync(Comment("c1"));
        await Member("lin").ReverseAsync(new ReverseAwards("c1", "gone", "op"));

        Assert.Empty((await ReadAsync("feathers")).Month!.Costs);
    }

    [Fact]
    public async Task Costs_OfWhatCameInForAnother_AreReversedWithIt()
    {
        var document = JsonNode.Parse(Document.ToJson())!.AsObject();
        document["rules"] = JsonNode.Parse("""
            [{ "id": "both", "order": 1, "when": "share",
               "give": [{ "currency": "stars", "amount": 2, "to": "counterparty" },
                        { "currency": "stars", "amount": 1 }] },
             { "id": "more", "order": 2, "when": "share",
               "give": [{ "currency": "stars", "amount": 2, "to": "counterparty" }] }]
            """);
        await Grains.Community(new CommunityId(Community))
            .PublishAsync(new PublishRules(document.ToJsonString(), 1, "op", ""));
        await Member("bo").RecordAsync(
            new RecordActivity(new Activity(new ActivityId("s1"), "share", null, null, "lin", [])));
        await RunDueAsync();
        await Member("bo").ReverseAsync(new ReverseAwards("s1", "pumped", "op"));
        await RunDueAsync();

        Assert.Equal(
            [new RuleCost("stars", 2, 0, 3, 3), new RuleCost("stars", 2, 1, 2, 2)],
            (await ReadAsync("stars")).Month!.Costs.OrderBy(cost => cost.Rule));
    }

    [Fact]
    public async Task Reading_AfterARestart_GoesOnFromWhatWasSaved()
    {
        await using (var reading = new MatchReading(Journal, Grains.Programmes, Time))
        {
            await Member("lin").RecordAsync(Read("a1"));
            await Member("lin").RecordAsync(Comment("c1"));
            await reading.ReadAsync(new CommunityId(Community), Month(), "feathers", Cancellation);
        }

        await RestartAsync();
        await Member("lin").ReviewAsync(new ReviewAwards("c1", true, null, "op"));

        Assert.Equal(("lin", 15, 6_500), await OnlyAsync());
        Assert.Equal(2, (await ReadAsync("feathers")).Month!.Costs.Count);
    }

    /// <summary>The streams of budgets lie in the same journal; what was drawn from them is in the members'.</summary>
    [Fact]
    public async Task Pay_OutOfABudget_IsTheMembersAndTheBudgetIsNoMember()
    {
        var document = JsonNode.Parse(Document.ToJson())!.AsObject();
        document["rules"] = JsonNode.Parse("""
            [{ "id": "share", "order": 1, "when": "share", "give": { "stars": 7 }, "budget": "spring" }]
            """);
        await Grains.Community(new CommunityId(Community))
            .PublishAsync(new PublishRules(document.ToJsonString(), 1, "op", ""));
        await Member("lin").RecordAsync(Tell("s1", "share"));
        await RestartAsync();
        Assert.NotEqual(
            0, (await Journal.ReadTailAsync(StreamId.OfBudgets(Community), Cancellation)).Version);

        var (month, _) = await ReadAsync("stars");

        Assert.Equal(["lin"], month!.Members);
        Assert.Equal([7], month.Pay);
        Assert.Equal([new RuleCost("stars", 2, 0, 7)], month.Costs);
    }

    /// <summary>A reading is long, and its caller may serve the sockets of many.</summary>
    [Fact]
    public async Task Reading_OfAnything_IsNotDoneOnTheCallersThread()
    {
        await Member("lin").RecordAsync(Read("a1"));
        var watched = new ThreadWatchingJournal(Journal);
        await using var reading = new MatchReading(watched, Grains.Programmes, Time);
        for (var i = 0; i < 2; i++)
        {
            var month = Month();
            ThreadWatchingJournal.IsCaller = true;
            var asked = reading.ReadAsync(new CommunityId(Community), month, "feathers", Cancellation);
            ThreadWatchingJournal.IsCaller = false;
            Assert.Single((await asked).Month!.Members);
        }

        Assert.Equal((0, true), (watched.ReadsOfCallers, watched.Reads > 3));
    }

    private static readonly DateTimeZone Shanghai = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];

    private YearMonth Month() => new(Now.InZone(Shanghai).Year, Now.InZone(Shanghai).Month);

    private async Task<(string Member, long Pay, long Contribution)> OnlyAsync()
    {
        var (month, _) = await ReadAsync("feathers");
        return Assert.Single(month!.Members.Select((member, i) => (member, month.Pay[i], month.Contribution[i])));
    }

    private async Task<(MonthCopy? Month, Instant AsOf)> ReadAsync(string currency, YearMonth? month = null)
    {
        await using var reading = new MatchReading(Journal, Grains.Programmes, Time);
        return await reading.ReadAsync(new CommunityId(Community), month ?? Month(), currency, Cancellation);
    }

    /// <summary>Counts what is read by a thread while it is a caller.</summary>
    private sealed class ThreadWatchingJournal(IJournal inner) : JournalWrapper(inner)
    {
        private int reads;
        private int readsOfCallers;

        [field: ThreadStatic]
        public static bool IsCaller { get; set; }

        public int Reads => reads;

        public int ReadsOfCallers => readsOfCallers;

        public override ValueTask<FeedPage> ReadFeedAsync(
            FeedCursor after, int recordsMax, CancellationToken cancellation)
        {
            See();
            return Inner.ReadFeedAsync(after, recordsMax, cancellation);
        }

        public override ValueTask<ProjectionState?> LoadProjectionAsync(string name, CancellationToken cancellation)
        {
            See();
            return Inner.LoadProjectionAsync(name, cancellation);
        }

        public override ValueTask<StoredRecord?> FindRowAsync(
            StreamId stream, RowKey row, CancellationToken cancellation)
        {
            See();
            return Inner.FindRowAsync(stream, row, cancellation);
        }

        private void See()
        {
            Interlocked.Increment(ref reads);
            if (IsCaller)
            {
                Interlocked.Increment(ref readsOfCallers);
            }
        }
    }
}
