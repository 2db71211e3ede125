using Rewards.Domain;
using Rewards.Domain.Activities;
using Rewards.Domain.Rules;
using Rewards.Domain.Standing;
using Rewards.Domain.Vesting;
using Rewards.Grains.Members;
using Rewards.Grains.Projections;
using Rewards.Grains.Standing;
using Rewards.Grains.Tests.Hosting;
using Rewards.Grains.Verification;
using Rewards.Journal;

namespace Rewards.Grains.Tests.Vesting;

public sealed class VestingOnMemoryTests : VestingTests<MemoryBackend>;

public sealed class VestingOnSqliteTests : VestingTests<SqliteBackend>;

public sealed class VestingOnAzuriteTests : VestingTests<AzureTablesBackend>;

/// <summary>
/// The newcomer lin was brought by ann: ann gets 100 stars, and lin 5 feathers, once lin was active on three days in
/// ten.
/// </summary>
public abstract class VestingTests<TBackend> : GrainTests<TBackend>
    where TBackend : IBackend, new()
{
    private const string Brought = """
        [
          { "id": "brought", "order": 1, "when": "share",
            "give": [{ "currency": "feathers", "amount": 5 },
                     { "currency": "stars", "amount": 100, "to": "counterparty" }],
            "status": { "vesting": { "activeDays": 3, "within": "P10D" } },
            "limits": [{ "per": "member", "within": "lifetime", "times": 1 },
                       { "per": "member-and-counterparty", "within": "lifetime", "times": 1 }] },
          { "id": "quiz", "order": 1, "when": "read", "give": { "feathers": 1 } }
        ]
        """;

    public override async ValueTask InitializeAsync()
    {
        await Backend.OpenAsync();
        await StartAsync();
        await PublishAsync(Document with { Rules = Brought }, basedOn: 0);
    }

    [Fact]
    public async Task Award_WhenTheDaysAreFull_ReachesBothOnce()
    {
        var joined = await JoinAsync("j1");
        Assert.Equal(RuleOutcome.Vesting, Assert.Single(joined.Receipt.Rules).Outcome);
        Assert.Equal(100, Assert.Single(joined.Queued).Granted);
        await ActiveAsync("r1", days: 1);
        await RunDueAsync();
        Assert.Null(await Member("ann").GetAsync());
        Assert.Equal((2, 3), (await LinAsync()).Vestings.Select(one => (one.DaysSeen, one.DaysNeeded)).Single());

        await ActiveAsync("r2", days: 1);

        Assert.Empty((await LinAsync()).Vestings);
        Assert.Equal((7, 0), await FeathersAsync());
        Assert.Equal(1, await RunDueAsync());
        Assert.Equal(100, (await BalanceAsync("stars", "ann")).Available);
        var entry = Assert.Single((await Member("ann").ReadLedgerAsync(new LedgerQuery(null, 9, null, null))).Entries);
        Assert.Equal(("award", "j1", "lin"), (entry.Cause.Kind, entry.Cause.Activity, entry.Cause.From));
        var matured = (await Member("lin").ReadLedgerAsync(new LedgerQuery(null, 9, null, "maturity"))).Entries;
        var cause = Assert.Single(matured).Cause;
        Assert.Equal(("j1", 0, 1), (cause.Activity, cause.Rule, cause.RulesVersion));
        Assert.Equal(VestingStatus.Matured, (await Member("lin").FindActivityAsync("j1"))!.Current!.Vesting);
    }

    [Fact]
    public async Task Award_DeliveredAgainAfterAStop_IsNotPaidTwice()
    {
        await JoinAsync("j1");
        await ActiveAsync("r1", days: 1);
        await ActiveAsync("r2", days: 1);
        var due = (await Journal.ReadDueAsync(Now, 10, Cancellation)).Single();

        await RestartAsync();
        Assert.Equal(1, await RunDueAsync());
        await Member("lin").WakeAsync(due);

        Assert.Equal(100, (await BalanceAsync("stars", "ann")).Available);
        Assert.True((await Member("lin").RecordAsync(Active("r2"))).Replayed);
    }

    [Fact]
    public async Task Award_OfWhoNeverComesBack_LapsesAfterADowntime()
    {
        await JoinAsync("j1");
        await ActiveAsync("r1", days: 1);
        await Grains.DisposeAsync();
        Time.Advance(TimeSpan.FromDays(30));
        await Backend.ReopenAsync();
        await StartAsync();

        Assert.Equal(1, await RunDueAsync());

        Assert.Equal((1, 0), await FeathersAsync());
        Assert.Equal(VestingStatus.Lapsed, (await Member("lin").FindActivityAsync("j1"))!.Current!.Vesting);
        Assert.Null(await Member("ann").GetAsync());
        Assert.Equal(RuleOutcome.Vesting, Assert.Single((await JoinAsync("j2")).Receipt.Rules).Outcome);
    }

    [Fact]
    public async Task Activity_AfterTheEndAndBeforeTheWakeUp_DoesNotMatureIt()
    {
        await JoinAsync("j1");
        await ActiveAsync("r1", days: 5);
        await ActiveAsync("r2", days: 5);

        Assert.Equal(VestingStatus.Lapsed, (await Member("lin").FindActivityAsync("j1"))!.Current!.Vesting);
        await RunDueAsync();
        Assert.Equal((2, 0), await FeathersAsync());
        Assert.Null(await Member("ann").GetAsync());
    }

    [Fact]
    public async Task Ban_OfTheNewcomer_VoidsItInTheSameAppendAndFreesTheLimits()
    {
        await JoinAsync("j1");
        await ActiveAsync("r1", days: 1);
        var before = (await Journal.ReadTailAsync(Lin, Cancellation)).Version;

        await BanAsync("lin", "k1");

        Assert.Equal(before + 1, (await Journal.ReadTailAsync(Lin, Cancellation)).Version);
        Assert.Equal((1, 0), await FeathersAsync());
        Assert.Equal(VestingStatus.Voided, (await Member("lin").FindActivityAsync("j1"))!.Current!.Vesting);
        await Member("lin").SetStandingAsync(new SetStanding("k2", StandingKind.Good, null, "appeal", "op"));
        await ActiveAsync("r2", days: 1);
        await ActiveAsync("r3", days: 1);
        await RunDueAsync();
        Assert.Null(await Member("ann").GetAsync());
        Assert.Equal(RuleOutcome.Vesting, Assert.Single((await JoinAsync("j2")).Receipt.Rules).Outcome);
    }

    [Fact]
    public async Task Inviter_BannedMeanwhile_GetsNothing()
    {
        await JoinAsync("j1");
        await BanAsync("ann", "k1");
        await ActiveAsync("r1", days: 1);
        await ActiveAsync("r2", days: 1);
        await RunDueAsync();

        Assert.Equal(0, (await BalanceAsync("stars", "ann")).Available);
        Assert.Equal((7, 0), await FeathersAsync());
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    public async Task Reversal_BeforeOrAfterMaturity_LeavesNothingOfIt(int active, int stars)
    {
        await JoinAsync("j1");
        for (var i = 0; i < active; i++)
        {
            await ActiveAsync($"r{i}", days: 1);
        }

        await RunDueAsync();
        await Member("lin").ReverseAsync(new ReverseAwards("j1", "never joined", "op"));
        await ActiveAsync("last", days: 1);
        await RunDueAsync();

        Assert.Equal((active + 1, 0), await FeathersAsync());
        Assert.Equal(stars, (await BalanceAsync("stars", "ann")).Available);
        Assert.Equal(RuleOutcome.LimitReached, Assert.Single((await JoinAsync("j2")).Receipt.Rules).Outcome);
    }

    /// <summary>Everything together, sound and in double entry.</summary>
    [Fact]
    public async Task Verification_OfAwardsThatVestMatureLapseAndAreVoided_FindsNothing()
    {
        foreach (var member in (string[])["matures", "lapses", "banned", "reversed", "opens"])
        {
            await JoinAsync("j1", member);
        }

        for (var day = 0; day < 12; day++)
        {
            Time.Advance(TimeSpan.FromDays(1));
            await Member("matures").RecordAsync(Active($"r{day}"));
            await RunDueAsync();
        }

        await JoinAsync("j2", "banned");
        await BanAsync("banned", "k1");
        await JoinAsync("j2", "reversed");
        await Member("reversed").ReverseAsync(new ReverseAwards("j2", "never joined", "op"));
        await JoinAsync("j2", "opens");
        for (var i = 0; i < 40; i++)
        {
            await Member("opens").RecordAsync(Active($"more{i}"));
        }

        var report = await new Verifier(Journal, new VerificationOptions()).RunAsync(null, Cancellation);

        Assert.Empty(report.Findings);
        await RestartAsync();
        Assert.Equal(1, Assert.Single((await Member("opens").GetAsync())!.Vestings).DaysSeen);
        var totals = new CommunityTotals();
        foreach (var record in (await Journal.ReadFeedAsync(FeedCursor.Beginning, 10_000, Cancellation)).Records)
        {
            totals.Apply(record);
        }

        var feathers = totals.Of(Community).Single(currency => currency.Currency == "feathers");
        Assert.Equal((57, 5), ((int)feathers.Issued, (int)feathers.Pending));
    }

    private static readonly StreamId Lin = StreamId.OfMember(Community, "lin");

    private ValueTask<ActivityAnswer> JoinAsync(string id, string member = "lin") => Member(member).RecordAsync(
        new RecordActivity(new Activity(new ActivityId(id), "share", null, null, "ann", [])));

    private async Task ActiveAsync(string id, int days)
    {
        Time.Advance(TimeSpan.FromDays(days));
        await Member("lin").RecordAsync(Active(id));
    }

    private static RecordActivity Active(string id) => Tell(id, "read");

    private ValueTask<StandingAnswer> BanAsync(string member, string key) =>
        Member(member).SetStandingAsync(new SetStanding(key, StandingKind.Banned, null, "farming", "op"));

    private async Task<MemberView> LinAsync() => (await Member("lin").GetAsync())!;

    private async Task<(long Available, long Pending)> FeathersAsync()
    {
        var balance = await BalanceAsync("feathers", "lin");
        return (balance.Available, balance.Pending);
    }
}
