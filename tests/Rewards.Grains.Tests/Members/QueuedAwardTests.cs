using Rewards.Domain;
using Rewards.Domain.Activities;
using Rewards.Domain.Rules;
using Rewards.Grains.InProcess;
using Rewards.Grains.Members;
using Rewards.Grains.Tests.Hosting;
using Rewards.Journal;
using Rewards.Tests.Shared;

namespace Rewards.Grains.Tests.Members;

public sealed class QueuedAwardsOnMemoryTests : QueuedAwardTests<MemoryBackend>;

public sealed class QueuedAwardsOnSqliteTests : QueuedAwardTests<SqliteBackend>;

public sealed class QueuedAwardsOnAzuriteTests : QueuedAwardTests<AzureTablesBackend>;

/// <summary>Awards to others than the member who acted: delivered once, whatever happens in between.</summary>
public abstract class QueuedAwardTests<TBackend> : GrainTests<TBackend>
    where TBackend : IBackend, new()
{
    private const string Giving = """
        [
          { "id": "like", "order": 1, "when": "share",
            "give": [{ "currency": "stars", "amount": 1 }, { "currency": "stars", "amount": 5, "to": "counterparty" }],
            "limits": [{ "per": "member", "within": "day", "amount": 20 }] },
          { "id": "reviewed", "order": 1, "when": "comment", "status": "pending",
            "give": [{ "currency": "stars", "amount": 7, "to": "counterparty" }] }
        ]
        """;

    public override async ValueTask InitializeAsync()
    {
        await Backend.OpenAsync();
        await StartAsync();
        await PublishAsync(Document with { Rules = Giving }, basedOn: 0);
    }

    [Fact]
    public async Task Award_ToTheCounterparty_IsQueuedThenReceivedOnce()
    {
        var answer = await Member("lin").RecordAsync(Like("l1", "bo"));

        Assert.Equal([new AwardQueued(0, Recipient.Counterparty, "bo", "stars", 5, 5)], answer.Queued);
        Assert.Equal(1, Assert.Single(answer.Awards).Granted);
        Assert.Null(await Member("bo").GetAsync());
        Assert.Equal(1, await RunDueAsync());
        Assert.Equal(0, await RunDueAsync());
        Assert.Equal((1, 5), await StarsAsync());
        var entry = Assert.Single((await Member("bo").ReadLedgerAsync(new LedgerQuery(null, 9, null, null))).Entries);
        Assert.Equal(("award", "l1", "lin", 0), (
            entry.Cause.Kind, entry.Cause.Activity, entry.Cause.From, entry.Cause.Rule));
    }

    [Fact]
    public async Task Award_DeliveredAgainAfterAStop_IsNotPaidTwice()
    {
        await Member("lin").RecordAsync(Like("l1", "bo"));
        var due = Assert.Single(await Journal.ReadDueAsync(Now, 10, Cancellation));
        await Member("bo").ReceiveAsync(
            new ReceiveAward("lin", "l1", 0, 1, 0, Recipient.Counterparty, "stars", 5));

        await RestartAsync();
        Assert.Equal(1, await RunDueAsync());
        await Member("lin").WakeAsync(due);

        Assert.Equal(5, (await BalanceAsync("stars", "bo")).Available);
    }

    [Fact]
    public async Task Repeat_OfTheActivity_TellsTheSameAndSendsNothing()
    {
        var first = await Member("lin").RecordAsync(Like("l1", "bo"));
        var again = await Member("lin").RecordAsync(Like("l1", "bo"));

        Assert.True(again.Replayed);
        Assert.Equal(first.Queued, again.Queued);
        Assert.Equal(1, await RunDueAsync());
    }

    [Theory]
    [InlineData("lin")]
    [InlineData(null)]
    public async Task Award_ToTheActorOrToNobody_IsNotGiven(string? counterparty)
    {
        var answer = await Member("lin").RecordAsync(Like("l1", counterparty));

        Assert.Empty(answer.Queued);
        Assert.Equal(1, Assert.Single(answer.Awards).Granted);
        var comment = await Member("lin").RecordAsync(Comment("c1", counterparty));
        Assert.Equal(RuleOutcome.RecipientMissing, Assert.Single(comment.Receipt.Rules).Outcome);
        Assert.Equal(0, await RunDueAsync());
    }

    [Fact]
    public async Task Limit_OfAnAmount_CountsWhatAllOfThemGet()
    {
        for (var i = 0; i < 3; i++)
        {
            await Member("lin").RecordAsync(Like($"l{i}", $"friend-{i}"));
        }

        var fourth = await Member("lin").RecordAsync(Like("l3", "friend-3"));

        Assert.Equal((1, 1), (Assert.Single(fourth.Awards).Granted, Assert.Single(fourth.Queued).Granted));
    }

    [Fact]
    public async Task Award_OfAPendingRule_IsSentAfterApproval()
    {
        await Member("lin").RecordAsync(Comment("c1", "bo"));
        await RunDueAsync();
        Assert.Null(await Member("bo").GetAsync());

        await Member("lin").ReviewAsync(new ReviewAwards("c1", Approve: true, null, "op"));
        await RunDueAsync();

        Assert.Equal(7, (await BalanceAsync("stars", "bo")).Available);
    }

    [Fact]
    public async Task Award_OfARejectedActivity_IsNeverSent()
    {
        await Member("lin").RecordAsync(Comment("c1", "bo"));
        await Member("lin").ReviewAsync(new ReviewAwards("c1", Approve: false, null, "op"));
        await RunDueAsync();

        Assert.Null(await Member("bo").GetAsync());
    }

    [Fact]
    public async Task Reversal_OfARejectedActivity_IsRefusedAndMakesNoMember()
    {
        await Member("lin").RecordAsync(Comment("c1", "bo"));
        await Member("lin").ReviewAsync(new ReviewAwards("c1", Approve: false, null, "op"));

        await RefusedAsync(
            Refusals.NothingToReverse, () => Member("lin").ReverseAsync(new ReverseAwards("c1", "x", "op")).AsTask());

        await RunDueAsync();
        Assert.Equal(0, (await Journal.ReadTailAsync(StreamId.OfMember(Community, "bo"), Cancellation)).Version);
    }

    /// <summary>The actor's own points are taken back; what was rejected had never been sent.</summary>
    [Fact]
    public async Task Reversal_OfWhatWasRejectedForTheOther_TakesNothingFromHim()
    {
        var own = Giving.Replace("[\n", """[{ "id": "own", "order": 2, "when": "comment", "give": { "stars": 2 } },""");
        await PublishAsync(Document with { Rules = own }, basedOn: 1);
        await Member("lin").RecordAsync(Comment("c1", "bo"));
        await Member("lin").ReviewAsync(new ReviewAwards("c1", Approve: false, null, "op"));
        Assert.Equal(2, (await BalanceAsync("stars", "lin")).Available);

        await Member("lin").ReverseAsync(new ReverseAwards("c1", "gone", "op"));
        await RunDueAsync();

        Assert.Equal(0, (await BalanceAsync("stars", "lin")).Available);
        Assert.Equal(0, (await Journal.ReadTailAsync(StreamId.OfMember(Community, "bo"), Cancellation)).Version);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Delivery_ToSeveral_ReachesThoseBehindOneWhoRefuses(bool reversed)
    {
        const string rules = """
            [{ "id": "like", "order": 1, "when": "share",
               "give": [{ "currency": "stars", "amount": 5, "to": "counterparty" },
                        { "currency": "stars", "amount": 3, "to": "author" }] }]
            """;
        const string types = """
            { "activities": { "share": { "facts": { "writer": "text" }, "author": "writer" } } }
            """;
        await PublishAsync(Document with { Rules = rules, More = types }, basedOn: 1);
        var refusing = new RefusingJournal(Journal, StreamId.OfMember(Community, "bo"));
        await Grains.DisposeAsync();
        await StartAsync(journal: refusing);
        Fact[] writer = [new Fact("writer", FactValue.Of("mei"))];
        await Member("lin").RecordAsync(
            new RecordActivity(new Activity(new ActivityId("l1"), "share", null, null, "bo", writer)));
        var reports = new List<Exception>();
        var work = new DueWork(Journal, Grains, Time, (e, _) => reports.Add(e));
        if (reversed)
        {
            refusing.Refuses = false;
            await work.RunDueAsync(Cancellation);
            refusing.Refuses = true;
            await Member("lin").ReverseAsync(new ReverseAwards("l1", "pumping", "op"));
        }

        await work.RunDueAsync(Cancellation);

        Assert.Single(reports);
        var (bo, mei) = reversed ? (5, 0) : (0, 3);
        Assert.Equal(mei, (await BalanceAsync("stars", "mei")).Available);
        refusing.Refuses = false;
        Assert.Equal(bo, (await BalanceAsync("stars", "bo")).Available);
        Time.Advance(TimeSpan.FromMinutes(1));
        await work.RunDueAsync(Cancellation);
        Assert.Equal(
            reversed ? (0, 0) : (5, 3),
            ((await BalanceAsync("stars", "bo")).Available, (await BalanceAsync("stars", "mei")).Available));
        Assert.Single(reports);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Reversal_BeforeOrAfterTheDelivery_LeavesNothing(bool delivered)
    {
        await Member("lin").RecordAsync(Like("l1", "bo"));
        if (delivered)
        {
            await RunDueAsync();
            Assert.Equal(5, (await BalanceAsync("stars", "bo")).Available);
        }

        await Member("lin").ReverseAsync(new ReverseAwards("l1", "pumping", "op"));
        await RunDueAsync();

        Assert.Equal((0, 0), await StarsAsync());
        await Member("bo").ReceiveAsync(
            new ReceiveAward("lin", "l1", 0, 1, 0, Recipient.Counterparty, "stars", 5));
        Assert.Equal(0, (await BalanceAsync("stars", "bo")).Available);
    }

    [Fact]
    public async Task TwoMembers_WhoGiveToEachOther_DoNotWaitForEachOther()
    {
        await Member("lin").RecordAsync(Like("l1", "bo"));
        await Member("bo").RecordAsync(Like("l1", "lin"));

        Assert.Equal(2, await RunDueAsync());

        Assert.Equal((6, 6), await StarsAsync());
    }

    private async Task<(long Lin, long Bo)> StarsAsync() =>
        ((await BalanceAsync("stars", "lin")).Available, (await BalanceAsync("stars", "bo")).Available);

    private static RecordActivity Like(string id, string? counterparty) =>
        new(new Activity(new ActivityId(id), "share", null, null, counterparty, []));

    private static RecordActivity Comment(string id, string? counterparty) =>
        new(new Activity(new ActivityId(id), "comment", null, null, counterparty, []));

    /// <summary>Takes nothing of one stream.</summary>
    private sealed class RefusingJournal(IJournal inner, StreamId refused) : JournalWrapper(inner)
    {
        public bool Refuses { get; set; } = true;

        public override ValueTask AppendAsync(Append append) => Refuses && append.Stream == refused
            ? ValueTask.FromException(new JournalBusyException("It takes nothing of this one."))
            : Inner.AppendAsync(append);
    }
}
