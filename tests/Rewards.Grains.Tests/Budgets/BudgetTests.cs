using NodaTime;
using Rewards.Domain;
using Rewards.Domain.Activities;
using Rewards.Domain.Budgets;
using Rewards.Domain.Members;
using Rewards.Domain.Rules;
using Rewards.Grains.Budgets;
using Rewards.Grains.InProcess;
using Rewards.Grains.Members;
using Rewards.Grains.Tests.Hosting;
using Rewards.Grains.Verification;
using Rewards.Journal;
using Rewards.Journal.Events;
using Rewards.Tests.Shared;

namespace Rewards.Grains.Tests.Budgets;

public sealed class BudgetsOnMemoryTests : BudgetTests<MemoryBackend>;

public sealed class BudgetsOnSqliteTests : BudgetTests<SqliteBackend>;

public sealed class BudgetsOnAzuriteTests : BudgetTests<AzureTablesBackend>;

/// <summary>A budget of 1,000 stars: 7 for each share, 30 for each comment that is approved.</summary>
public abstract class BudgetTests<TBackend> : GrainTests<TBackend>
    where TBackend : IBackend, new()
{
    private const long Amount = 1_000;

    private static readonly CommunityDocument Shared = Document with
    {
        Budgets = """[{ "id": "spring", "currency": "stars", "amount": 1000 }]""",
        Rules = """
            [{ "id": "share", "order": 1, "when": "share", "give": { "stars": 7 }, "budget": "spring" },
             { "id": "comment", "order": 1, "when": "comment", "give": { "stars": 30 }, "budget": "spring",
               "status": "pending" }]
            """,
    };

    public override async ValueTask InitializeAsync()
    {
        await Backend.OpenAsync();
        await StartAsync();
        await PublishAsync(Shared, basedOn: 0);
    }

    [Fact]
    public async Task Budget_DrawnByManyAtOnce_IsSpentToTheLastAndNotExceeded()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).SelectMany(member =>
            Enumerable.Range(0, 5).Select(i => ShareAsync(Grains, $"m{member}", $"s{i}"))));

        Assert.Equal(Amount, answers.SelectMany(answer => answer.Awards).Sum(award => award.Granted));
        Assert.Equal(6, answers.Single(answer => Outcome(answer) == RuleOutcome.BudgetRest).Awards.Single().Granted);
        Assert.Equal(57, answers.Count(answer => Outcome(answer) == RuleOutcome.BudgetExhausted));
        Assert.Equal(Amount, await AwardedAsync());
        await RestartAsync();
        Assert.Equal(new WindowUse(0, Amount, 0), await UseAsync());
        Assert.Empty((await VerifyAsync()).Findings);
    }

    [Fact]
    public async Task Budget_AfterAGracefulStop_HasItsRestBack()
    {
        await ShareAsync(Grains, "lin", "s1");
        Assert.True((await UseAsync()).Leased > 7);

        await RestartAsync();

        Assert.Equal(new WindowUse(0, 7, 0), await UseAsync());
    }

    [Fact]
    public async Task Budget_NotUsedForAWhile_GoesBackToTheAllocator()
    {
        await ShareAsync(Grains, "lin", "s1");
        await Grains.TidyBudgetsAsync();
        Assert.True((await UseAsync()).Leased > 7);

        Time.Advance(TimeSpan.FromMinutes(1));
        await Grains.TidyBudgetsAsync();

        Assert.Equal(new WindowUse(0, 7, 0), await UseAsync());
        Assert.Equal(7, Assert.Single((await ShareAsync(Grains, "lin", "s2")).Awards).Granted);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Budget_UnderCrashesAndLostReplies_IsNeverExceededAndInTheEndSpentToTheLast(int seed)
    {
        for (var life = 0; life < 4; life++)
        {
            var journal = new StormyJournal(Journal, (seed * 10) + life) { TroublePercent = 25 };
            await Grains.DisposeAsync();
            await StartAsync(journal: journal);
            await Task.WhenAll(Enumerable.Range(0, 8).Select(member => TryToShareAsync($"m{member}", life)));
            journal.IsDown = true; // Nothing is given back: the next life finds slices of this one.
            await Grains.DisposeAsync();
            Assert.InRange(await AwardedAsync(), 1, Amount);
            await Backend.ReopenAsync();
            await StartAsync();
        }

        for (var i = 0; i < 150; i++)
        {
            await ShareAsync(Grains, "last", $"s{i}");
        }

        Assert.Equal(Amount, await AwardedAsync());
        await RestartAsync();
        var use = await UseAsync();
        Assert.Equal(Amount, use.Leased + use.Spent);
        Assert.Equal(0, use.Freed);

        // On a shared store nobody settles the slices of a host that was killed: another may still draw from them.
        Assert.True(use.Leased == 0 || Journal.IsShared, $"{use.Leased} is still leased.");
        Assert.Empty((await VerifyAsync()).Findings);
    }

    [Fact]
    public async Task TwoHosts_OnOneStore_ShareTheBudgetAndOneThatDiesKeepsWhatItHeld()
    {
        var journal = new StormyJournal(Journal, 1, shared: true);
        await Grains.DisposeAsync();
        await StartAsync(journal: journal);
        var other = new LocalGrains(new StormyJournal(Journal, 2, shared: true), Time, new GrainOptions());
        await other.StartAsync();

        await Task.WhenAll(Enumerable.Range(0, 30).Select(i =>
            ShareAsync(i % 2 == 0 ? Grains : other, i % 2 == 0 ? "here" : "there", $"s{i}")));
        Assert.Equal(30 * 7, await AwardedAsync());
        journal.IsDown = true;
        await Grains.DisposeAsync();
        for (var i = 0; i < 150; i++)
        {
            await ShareAsync(other, "there", $"more{i}");
        }

        Assert.InRange(await AwardedAsync(), 600, Amount);
        await other.DisposeAsync();
        await StartAsync(journal: new StormyJournal(Journal, 3, shared: true));
        var use = await UseAsync();
        Assert.Equal(Amount, use.Leased + use.Spent);
    }

    [Fact]
    public async Task Rejection_GivesTheBudgetBackOnce_AndAReversalDoesNot()
    {
        await CommentAsync("c1");
        await CommentAsync("c2");
        await ShareAsync(Grains, "lin", "s1");
        await Member("lin").ReviewAsync(new ReviewAwards("c1", Approve: false, null, "op"));
        var due = (await Journal.ReadDueAsync(Now, 10, Cancellation)).Single();

        await RestartAsync();
        Assert.Equal(1, await RunDueAsync());
        await Member("lin").WakeAsync(due);
        await Member("lin").ReverseAsync(new ReverseAwards("c2", "copied", "op"));
        await Member("lin").ReverseAsync(new ReverseAwards("s1", "copied", "op"));
        await RunDueAsync();

        Assert.Equal(new WindowUse(0, 67, 30), await UseAsync());
        Assert.Empty((await VerifyAsync()).Findings);
    }

    [Fact]
    public async Task Lapse_GivesTheBudgetBack()
    {
        await CommentAsync("c1");
        Time.Advance(TimeSpan.FromDays(11));
        await RunDueAsync();
        await RunDueAsync();
        await RestartAsync();

        Assert.Equal(new WindowUse(0, 30, 30), await UseAsync());
    }

    [Fact]
    public async Task Amount_RaisedInANewVersion_KeepsWhatIsSpent()
    {
        for (var i = 0; i < 150; i++)
        {
            await ShareAsync(Grains, "lin", $"s{i}");
        }

        await PublishAsync(
            Shared with { Budgets = """[{ "id": "spring", "currency": "stars", "amount": 1010 }]""" }, basedOn: 1);
        Time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(7, Assert.Single((await ShareAsync(Grains, "lin", "after1")).Awards).Granted);
        Assert.Equal(3, Assert.Single((await ShareAsync(Grains, "lin", "after2")).Awards).Granted);
        Assert.Empty((await ShareAsync(Grains, "lin", "after3")).Awards);
    }

    private static RuleOutcome Outcome(ActivityAnswer answer) => answer.Receipt.Rules.Single().Outcome;

    private static async Task<ActivityAnswer> ShareAsync(LocalGrains grains, string member, string id) =>
        await grains.Member(new CommunityId(Community), new MemberId(member)).RecordAsync(
            new RecordActivity(new Activity(new ActivityId(id), "share", null, null, null, [])));

    private ValueTask<ActivityAnswer> CommentAsync(string id) => Member("lin").RecordAsync(Tell(id, "comment"));

    /// <summary>A caller who repeats until there is an answer, or gives up.</summary>
    private async Task TryToShareAsync(string member, int life)
    {
        for (var i = 0; i < 12; i++)
        {
            for (var attempt = 0; attempt < 3; attempt++)
            {
                try
                {
                    await ShareAsync(Grains, member, $"s{life}-{i}");
                    break;
                }
                catch (Exception e) when (e is GrainBusyException or GrainUnavailableException)
                {
                    // Sent again under the same id.
                }
            }
        }
    }

    /// <summary>The sum of all awards in the journal, whoever made them.</summary>
    private async Task<long> AwardedAsync()
    {
        var sum = 0L;
        for (var page = await Journal.ReadFeedAsync(FeedCursor.Beginning, 1_000, Cancellation);
            page.Records.Count > 0;
            page = await Journal.ReadFeedAsync(page.Next, 1_000, Cancellation))
        {
            sum += page.Records.SelectMany(record => record.Content.Events).Select(made => EventCatalogue.Read(made))
                .OfType<PointsAwarded>().SelectMany(award => award.Lines).Sum(line => line.Granted);
        }

        return sum;
    }

    private async Task<WindowUse> UseAsync() =>
        (await Grains.Budgets(new CommunityId(Community)).GetAsync(Now)).Budgets.Single().Use;

    private async Task<VerificationReport> VerifyAsync() =>
        await new Verifier(Journal, new VerificationOptions()).RunAsync(null, Cancellation);
}
