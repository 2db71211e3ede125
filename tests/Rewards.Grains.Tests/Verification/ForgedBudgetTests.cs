using NodaTime;
using Rewards.Domain;
using Rewards.Domain.Activities;
using Rewards.Domain.Budgets;
using Rewards.Domain.Members;
using Rewards.Domain.Rules;
using Rewards.Grains.Budgets;
using Rewards.Grains.Tests.Hosting;
using Rewards.Grains.Verification;
using Rewards.Journal;

namespace Rewards.Grains.Tests.Verification;

public sealed class ForgedBudgetOnMemoryTests : ForgedBudgetTests<MemoryBackend>;

public sealed class ForgedBudgetOnSqliteTests : ForgedBudgetTests<SqliteBackend>;

public sealed class ForgedBudgetOnAzuriteTests : ForgedBudgetTests<AzureTablesBackend>;

/// <summary>What members draw from budgets is held against the slices that were leased, across streams.</summary>
public abstract class ForgedBudgetTests<TBackend> : GrainTests<TBackend>
    where TBackend : IBackend, new()
{
    private static readonly Receipt One = new(1, ReceiptReason.RulesConsidered, [new(0, RuleOutcome.Granted)]);

    private IBudgetGrain Budgets => Grains.Budgets(new CommunityId(Community));

    public override async ValueTask InitializeAsync()
    {
        await Backend.OpenAsync();
        await StartAsync();
        await PublishAsync(
            Document with
            {
                Rules = """
                    [{ "id": "share", "order": 1, "when": "share", "give": { "stars": 7 }, "budget": "spring" }]
                    """,
            },
            basedOn: 0);
        for (var i = 0; i < 3; i++)
        {
            await Member($"m{i}").RecordAsync(Tell("a1", "share"));
        }
    }

    [Fact]
    public async Task Verify_OfDrawsThatWereLeased_FindsNothing()
    {
        Assert.Empty(await VerifyAsync());
        await RestartAsync();
        Assert.Empty(await VerifyAsync());
    }

    /// <summary>Slice 1 has 125 stars, an eighth of 1,000.</summary>
    [Theory]
    [InlineData(1, 105, false, "members draw 126 stars from slice 1 of the budget 'spring', which has 125")]
    [InlineData(1, 1, true, "members draw 22 stars from slice 1 of the budget 'spring', which is settled with 21")]
    [InlineData(9, 3, true, "members draw 3 from slice 9 of the window from 1970-01-01T00:00:00Z on, which was never")]
    public async Task Verify_OfADrawThatWasNotLeased_FindsIt(long slice, long amount, bool settled, string expected)
    {
        if (settled)
        {
            await RestartAsync();
        }

        await DrawAsync(slice, amount);

        var finding = Assert.Single(await VerifyAsync());
        Assert.Equal(StreamId.OfBudgets(Community), finding.Stream);
        Assert.Contains(expected, finding.What, StringComparison.Ordinal);
    }

    /// <summary>As if the last record of a member were gone: each stream holds together by itself.</summary>
    [Fact]
    public async Task Verify_OfASliceThatIsSettledWithMoreThanWasDrawn_FindsIt()
    {
        await Budgets.SettleAsync(new SettleSlice(Assert.Single((await Budgets.GetAsync(Now)).Open).Slice, 28));

        var finding = Assert.Single(await VerifyAsync());
        Assert.Contains("members draw 21 stars from slice 1", finding.What, StringComparison.Ordinal);
        Assert.Contains("settled with 28", finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_OfMoreGivenBackThanWasDrawn_FindsIt()
    {
        var open = Assert.Single((await Budgets.GetAsync(Now)).Open);
        await Budgets.FreeAsync(new FreeBudget(open.Key, open.Start, "m1", "a1", 0, 22));

        var finding = Assert.Single(await VerifyAsync());
        Assert.Contains("22 are given back", finding.What, StringComparison.Ordinal);
        Assert.Contains("drew 21", finding.What, StringComparison.Ordinal);
    }

    /// <summary>A record of a member that holds together: an award, and a draw of as much.</summary>
    private async Task DrawAsync(long slice, long amount)
    {
        var key = Budget.KeyOf("spring", "stars", Rewards.Domain.Time.WindowKind.Lifetime);
        var forger = await new Forger(Journal, StreamId.OfMember(Community, "m1"), Now).ContinueAsync();
        await forger.AppendAsync(
            [
                new ActivityRecorded(
                    new Activity(new ActivityId("forged"), "share", null, null, null, []), One),
                new PointsAwarded(
                    0, AwardStatus.Granted, null, [new AwardLine("stars", amount, amount, null)], []),
                new BudgetsDrawn([new BudgetDraw(0, key, NodaConstants.UnixEpoch, slice, amount)]),
            ],
            [new Row(new RowKey(RowKind.Activity, "forged"), default)]);
    }

    private async Task<IReadOnlyList<Finding>> VerifyAsync() =>
        (await new Verifier(Journal, new VerificationOptions()).RunAsync(null, Cancellation)).Findings;
}
