using Rewards.Domain.Ledger;
using Rewards.Grains.Members;
using Rewards.Grains.Projections;
using Rewards.Grains.Tests.Hosting;
using Rewards.Journal;

namespace Rewards.Grains.Tests.Projections;

public abstract class CommunityTotalsTests<TBackend> : GrainTests<TBackend>
    where TBackend : IBackend, new()
{
    private const int Members = 7;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Totals_AfterARandomHistory_AreTheSumOfAllLedgers(int seed)
    {
        await LiveAsync(new Random(seed), commands: 150);
        var totals = new CommunityTotals();
        await CatchUpAsync(Journal, totals);

        await AssertEqualLedgersAsync(totals);
    }

    [Fact]
    public async Task Totals_WhenEachRecordComesTwice_CountItOnce()
    {
        await LiveAsync(new Random(4), commands: 100);
        var totals = new CommunityTotals();
        await CatchUpAsync(new RepeatingFeed(Journal), totals);

        await AssertEqualLedgersAsync(totals);
    }

    [Fact]
    public async Task Totals_AfterARestart_GoOnFromTheSavedCursor()
    {
        await LiveAsync(new Random(5), commands: 60);
        await CatchUpAsync(Journal, new CommunityTotals());
        await RestartAsync();
        await LiveAsync(new Random(6), commands: 60);
        var feed = new RepeatingFeed(Journal);
        var totals = new CommunityTotals();

        await CatchUpAsync(feed, totals);

        Assert.NotEqual(FeedCursor.Beginning, feed.FirstAsked);
        await AssertEqualLedgersAsync(totals);
    }

    [Fact]
    public async Task Totals_StoppedWithoutASave_CountNothingTwice()
    {
        await LiveAsync(new Random(7), commands: 60);
        await CatchUpAsync(Journal, new CommunityTotals());
        await LiveAsync(new Random(8), commands: 60);
        var lost = new ProjectionRunner(Journal, new CommunityTotals(), Time, Fail);
        await lost.LoadAsync(Cancellation);
        await lost.CatchUpAsync(Cancellation);
        var totals = new CommunityTotals();

        await CatchUpAsync(Journal, totals);

        await AssertEqualLedgersAsync(totals);
    }

    [Fact]
    public async Task Run_UntilCancelled_FollowsAndSaves()
    {
        var totals = new CommunityTotals();
        var runner = new ProjectionRunner(Journal, totals, Time, Fail);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var running = Task.Run(() => runner.RunAsync(stop.Token), Cancellation);
        await Member().RecordAsync(Tell("a1", "share"));
        while (totals.Of(Community) is not [{ Issued: var issued }] || issued != 3)
        {
            await Task.Yield();
        }

        await stop.CancelAsync();
        await running;

        Assert.NotNull(await Journal.LoadProjectionAsync(totals.Name, Cancellation));
    }

    /// <summary>Between a commit and the moment at which the runner hears of it, time goes on.</summary>
    [Fact]
    public async Task CaughtUpAt_WhileTheRunnerHasNotHeardOfACommit_IsBeforeIt()
    {
        await Member().RecordAsync(Tell("a1", "share"));
        var deaf = new DeafJournal(Journal);
        var runner = new ProjectionRunner(deaf, new CommunityTotals(), Time, Fail);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var running = Task.Run(() => runner.RunAsync(stop.Token), Cancellation);
        await deaf.Waits.Task;
        var lastLook = Time.GetUtcNow();
        Time.Advance(TimeSpan.FromMinutes(1));
        var hadEverything = Time.GetUtcNow();
        Assert.Equal(Journal.IsShared ? lastLook : hadEverything, runner.CaughtUpAt);

        Time.Advance(TimeSpan.FromMinutes(1));
        await Member().RecordAsync(Tell("a2", "share"));
        Time.Advance(TimeSpan.FromMinutes(1));

        Assert.InRange(runner.CaughtUpAt, DateTimeOffset.MinValue, hadEverything);
        await stop.CancelAsync();
        await running;
    }

    private static void Fail(Exception e, string what) => Assert.Fail($"{what}\n{e}");

    private async Task CatchUpAsync(IJournal journal, CommunityTotals totals)
    {
        var runner = new ProjectionRunner(journal, totals, Time, Fail);
        await runner.LoadAsync(Cancellation);
        await runner.CatchUpAsync(Cancellation);
        await runner.SaveAsync();
    }

    private async Task LiveAsync(Random random, int commands)
    {
        var prefix = $"{random.Next()}-";
        for (var i = 0; i < commands; i++)
        {
            var (member, id) = (Member($"m{random.Next(Members)}"), $"{prefix}{i}");
            Time.Advance(TimeSpan.FromHours(random.Next(12)));
            await Do(member, id, random);
        }

        await RunDueAsync();
    }

    private static async Task Do(IMemberGrain member, string id, Random random)
    {
        try
        {
            switch (random.Next(6))
            {
                case 0: await member.RecordAsync(Read(id, id)); break;
                case 1: await member.RecordAsync(Tell(id, "share")); break;
                case 2:
                    await member.AdjustAsync(new AdjustPoints(id, "feathers", random.Next(-9, 9) * 2 + 1, "why", "op"));
                    break;
                case 3:
                    await member.HoldAsync(new HoldPoints(id, "stars", 4));
                    await member.EndHoldAsync(new EndHold(id, random.Next(5)));
                    break;
                case 4:
                    await member.RecordAsync(Comment(id, id));
                    await member.ReviewAsync(new ReviewAwards(id, random.Next(2) == 0, null, "op"));
                    break;
                default:
                    await member.RecordAsync(Comment(id, id));
                    await member.ReverseAsync(new ReverseAwards(id, "gone", "op"));
                    break;
            }
        }
        catch (Domain.DomainException)
        {
            // Not enough, nothing pending: a refusal is part of the history.
        }
    }

    private async Task AssertEqualLedgersAsync(CommunityTotals totals)
    {
        var balances = new Dictionary<(string, Account), Int128>();
        for (var i = 0; i < Members; i++)
        {
            var ledger = await Member($"m{i}").ReadLedgerAsync(new LedgerQuery(null, 10_000, null, null));
            Assert.Null(ledger.Next);
            foreach (var posting in ledger.Entries.Select(entry => entry.Posting))
            {
                balances[(posting.Currency, posting.From)] = Of(posting.Currency, posting.From) - posting.Amount;
                balances[(posting.Currency, posting.To)] = Of(posting.Currency, posting.To) + posting.Amount;
            }
        }

        Int128 Of(string currency, Account account) => balances.GetValueOrDefault((currency, account));
        foreach (var sum in totals.Of(Community))
        {
            var currency = sum.Currency;
            Assert.Equal(
                new CurrencyTotals(
                    currency,
                    -Of(currency, Account.Issuance) - Of(currency, Account.Pending),
                    Of(currency, Account.Pending),
                    -Of(currency, Account.Adjustment),
                    Of(currency, Account.Redemption),
                    Of(currency, Account.Expiry),
                    -Of(currency, Account.Shortfall),
                    Of(currency, Account.Available) + Of(currency, Account.Held)),
                sum);
            Assert.Equal(sum.Issued + sum.Adjusted + sum.Shortfall, sum.Outstanding + sum.Spent + sum.Expired);
        }

        Assert.Equal(["feathers", "stars"], totals.Of(Community).Select(sum => sum.Currency));
    }

    /// <summary>
    /// Delivers every record twice, the second time a page later too: at least once, in order per stream.
    /// </summary>
    private sealed class RepeatingFeed(IJournal inner) : JournalWrapper(inner)
    {
        private IReadOnlyList<StoredRecord> before = [];

        public FeedCursor? FirstAsked { get; private set; }

        public override async ValueTask<FeedPage> ReadFeedAsync(
            FeedCursor after, int recordsMax, CancellationToken cancellation)
        {
            FirstAsked ??= after;
            var page = await Inner.ReadFeedAsync(after, Math.Min(recordsMax, 20), cancellation);
            var twice = page.Records.Count == 0
                ? page
                : page with { Records = [.. before, .. page.Records, .. page.Records] };
            before = page.Records;
            return twice;
        }
    }

    /// <summary>Never tells that there is more.</summary>
    private sealed class DeafJournal(IJournal inner) : JournalWrapper(inner)
    {
        public TaskCompletionSource Waits { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override async ValueTask WaitFeedAsync(FeedCursor after, CancellationToken cancellation)
        {
            Waits.TrySetResult();
            await new TaskCompletionSource().Task.WaitAsync(cancellation);
        }
    }
}

public sealed class CommunityTotalsOnMemoryTests : CommunityTotalsTests<MemoryBackend>;

public sealed class CommunityTotalsOnSqliteTests : CommunityTotalsTests<SqliteBackend>;

public sealed class CommunityTotalsOnAzuriteTests : CommunityTotalsTests<AzureTablesBackend>;
