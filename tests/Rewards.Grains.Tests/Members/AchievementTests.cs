using Rewards.Domain;
using Rewards.Domain.Activities;
using Rewards.Domain.Rules;
using Rewards.Grains.Entitlements;
using Rewards.Grains.InProcess;
using Rewards.Grains.Members;
using Rewards.Grains.Tests.Hosting;
using Rewards.Grains.Verification;

namespace Rewards.Grains.Tests.Members;

public sealed class AchievementsOnMemoryTests : AchievementTests<MemoryBackend>;

public sealed class AchievementsOnSqliteTests : AchievementTests<SqliteBackend>;

public sealed class AchievementsOnAzuriteTests : AchievementTests<AzureTablesBackend>;

/// <summary>Contribution in the member's state, levels, badges and entitlements: earned, awaited, taken back.</summary>
public abstract class AchievementTests<TBackend> : GrainTests<TBackend>
    where TBackend : IBackend, new()
{
    private const string Giving = """
        [
          { "id": "reader", "order": 1, "when": "read", "if": { "fact": "correct", "is": true },
            "give": [{ "currency": "feathers", "amount": 5 }, { "badge": "reader" }] },
          { "id": "first", "order": 2, "when": "read", "give": [{ "badge": "reader" }] },
          { "id": "critic", "order": 1, "when": "comment", "status": "pending",
            "give": [{ "badge": "critic" },
                     { "entitlement": { "kind": "download", "id": "paper", "expires": "P90D" } },
                     { "entitlement": { "kind": "coupon", "id": "page", "quantity": 2 } }] },
          { "id": "ticket", "order": 1, "when": "share",
            "if": { "any": [{ "member": "level", "atLeast": "regular" }, { "member": "badge", "has": "critic" }] },
            "give": [{ "entitlement": { "kind": "draw-ticket", "id": "raffle" } }] }
        ]
        """;

    private const string Model = """
        {
          "contribution": [
            { "id": "reading", "when": "read", "points": 2.5 },
            { "id": "comment", "when": "comment", "points": 4, "counts": "approved" },
            { "id": "comment-helps", "when": "comment", "for": "counterparty", "points": 3, "counts": "approved" },
            { "id": "support", "when": "share", "for": "counterparty", "points": 10 }
          ],
          "levels": [
            { "id": "newcomer", "atLeast": 1, "keptFrom": 0 },
            { "id": "regular", "names": { "zh": "熟客" }, "atLeast": 10 },
            { "id": "pillar", "atLeast": 100 }
          ],
          "badges": [{ "id": "reader", "names": { "en": "Reader" } }, { "id": "critic" }]
        }
        """;

    public override async ValueTask InitializeAsync()
    {
        await Backend.OpenAsync();
        await StartAsync(new GrainOptions { SnapshotEveryMin = 4 });
        await PublishAsync(Document with { Rules = Giving, More = Model }, basedOn: 0);
    }

    [Fact]
    public async Task Badge_EarnedTwice_IsGivenOnceAndTheRuleThatGivesNothingElseSaysSo()
    {
        var first = await Member().RecordAsync(Read("a1"));
        var again = await Member().RecordAsync(Read("a2", "article-2"));

        Assert.Equal(new BadgeMade("reader", 0), Assert.Single(first.Achieved!.Badges));
        Assert.Equal(RuleOutcome.BadgeHeld, first.Receipt.Rules[1].Outcome);
        Assert.Empty(again.Achieved!.Badges);
        Assert.Equal(5, Assert.Single(again.Awards).Granted);
        Assert.Equal(RuleOutcome.BadgeHeld, again.Receipt.Rules[1].Outcome);
        Assert.Equal(("reader", "a1"), await OnlyBadgeAsync());
    }

    [Fact]
    public async Task Badge_OfAReversedActivity_IsTakenBackAndCanBeEarnedAgain()
    {
        await Member().RecordAsync(Read("a1"));
        await Member().RecordAsync(Read("a2", "article-2"));

        await Member().ReverseAsync(new ReverseAwards("a2", "copied", "op"));
        Assert.Equal(("reader", "a1"), await OnlyBadgeAsync());
        await Member().ReverseAsync(new ReverseAwards("a1", "copied", "op"));
        Assert.Empty((await Member().GetAsync())!.Badges);
        await Member().RecordAsync(Read("a3", "article-3"));

        Assert.Equal(("reader", "a3"), await OnlyBadgeAsync());
        await VerifyAsync();
    }

    [Fact]
    public async Task Effects_OfAPendingRule_AreGivenByTheApproval()
    {
        var told = await Member().RecordAsync(Comment("c1"));
        Assert.Equal(new BadgeMade("critic", 2), Assert.Single(told.Achieved!.BadgesAwaited));
        Assert.Equal([null, null], told.Achieved.Entitlements.Select(made => made.Id));
        Assert.Empty((await Member().GetAsync())!.Badges);
        Assert.Empty((await ListAsync()).Items);

        var approved = await Member().ReviewAsync(new ReviewAwards("c1", true, null, "op"));

        Assert.Equal(new BadgeMade("critic", 2), Assert.Single(approved.Achieved!.Badges));
        var (paper, page) = (approved.Achieved.Entitlements[0], approved.Achieved.Entitlements[1]);
        Assert.Equal(("paper", 1, "page", 2), (paper.Item, paper.Quantity, page.Item, page.Quantity));
        Assert.NotNull(paper.ExpiresAt);
        Assert.Null(page.ExpiresAt);
        Assert.Equal([paper.Id!, page.Id!], (await ListAsync()).Items.Select(item => item.Id));
        Assert.Equal(told.Receipt, (await Member().RecordAsync(Comment("c1"))).Receipt, ReceiptsAreAlike);
        await VerifyAsync();
    }

    [Fact]
    public async Task Effects_OfARejectedOrLapsedRule_AreNeverGiven()
    {
        await Member().RecordAsync(Comment("c1"));
        await Member().RecordAsync(Comment("c2", "article-2"));
        await Member().ReviewAsync(new ReviewAwards("c1", false, null, "op"));
        Time.Advance(TimeSpan.FromDays(11));
        await RunDueAsync();

        Assert.Empty((await Member().GetAsync())!.Badges);
        Assert.Empty((await ListAsync()).Items);
        await VerifyAsync();
    }

    [Fact]
    public async Task Entitlements_OfAReversedActivity_AreTakenBackAndStayListed()
    {
        await Member().RecordAsync(Comment("c1"));
        await Member().ReviewAsync(new ReviewAwards("c1", true, null, "op"));
        await Member().ReverseAsync(new ReverseAwards("c1", "copied", "op"));
        await Member().ReverseAsync(new ReverseAwards("c1", "copied", "op"));

        Assert.All((await ListAsync()).Items, item => Assert.True(item.TakenBack));
        Assert.Equal(2, (await ListAsync()).Items.Count);
        Assert.Empty((await Member().GetAsync())!.Badges);
        await VerifyAsync();
    }

    [Fact]
    public async Task Entitlements_InPages_AreListedNewestFirstAndOnce()
    {
        for (var i = 0; i < 5; i++)
        {
            await Member().RecordAsync(Comment($"c{i}", $"article-{i}"));
            await Member().ReviewAsync(new ReviewAwards($"c{i}", true, null, "op"));
        }

        var whole = (await ListAsync()).Items;
        var inPages = new List<EntitlementView>();
        LedgerPlace? after = null;
        do
        {
            var page = await ListAsync(3, after);
            inPages.AddRange(page.Items);
            after = page.Next;
        }
        while (after is not null);

        Assert.Equal(10, whole.Count);
        Assert.Equal(whole, inPages);
        Assert.Equal(["c4", "c4", "c3", "c3"], whole.Take(4).Select(item => item.Activity));
        Assert.Equal(10, whole.Select(item => item.Id).Distinct().Count());
    }

    [Fact]
    public async Task Contribution_OfOthersSupport_ComesInOnceAndMovesTheLevel()
    {
        Assert.Null((await Member("bo").RecordAsync(Share("s1", "lin"))).Achieved);
        Assert.Null(await Member("lin").GetAsync());
        Assert.Equal(1, await RunDueAsync());
        Assert.Equal(0, await RunDueAsync());

        Assert.Equal((10_000, "regular"), await StandingAsync("lin"));
        await Member("bo").ReverseAsync(new ReverseAwards("s1", "pumped", "op"));
        await RunDueAsync();
        Assert.Equal((0, "newcomer"), await StandingAsync("lin"));
        await VerifyAsync();
    }

    [Fact]
    public async Task Contribution_ReversedBeforeItCameIn_NeverCounts()
    {
        await Member("bo").RecordAsync(Share("s1", "lin"));
        var due = Assert.Single(await Journal.ReadDueAsync(Now, 10, Cancellation));
        await Member("bo").ReverseAsync(new ReverseAwards("s1", "pumped", "op"));
        await RunDueAsync();
        await Member("lin").ReceiveContributionAsync(new ReceiveContribution("bo", "s1", false, 1, 10_000));
        await Member("bo").WakeAsync(due);

        Assert.Equal((0, null), await StandingAsync("lin"));
        await VerifyAsync();
    }

    [Fact]
    public async Task Contribution_AfterApproval_CountsForBothThenAndNotBefore()
    {
        await Member("bo").RecordAsync(CommentOn("c1", "lin"));
        await RunDueAsync();
        Assert.Equal((0, null), await StandingAsync("bo"));
        Assert.Null(await Member("lin").GetAsync());

        await Member("bo").ReviewAsync(new ReviewAwards("c1", true, null, "op"));
        await RunDueAsync();

        Assert.Equal((4_000, "newcomer"), await StandingAsync("bo"));
        Assert.Equal((3_000, "newcomer"), await StandingAsync("lin"));
    }

    [Fact]
    public async Task Level_BetweenWhatItTakesAndWhatKeepsIt_StaysUntilTheScoreFallsBelow()
    {
        await Member("bo").RecordAsync(Share("s1", "lin"));
        await RunDueAsync();
        await Member("lin").RecordAsync(Read("a1"));
        await Member("bo").ReverseAsync(new ReverseAwards("s1", "pumped", "op"));
        await RunDueAsync();
        Assert.Equal((2_500, "newcomer"), await StandingAsync("lin"));

        for (var i = 2; i <= 4; i++)
        {
            await Member("lin").RecordAsync(Read($"a{i}", $"article-{i}"));
        }

        Assert.Equal((10_000, "regular"), await StandingAsync("lin"));
        await Member("lin").ReverseAsync(new ReverseAwards("a4", "copied", "op"));
        Assert.Equal((7_500, "newcomer"), await StandingAsync("lin"));
        await RestartAsync();
        Assert.Equal((7_500, "newcomer"), await StandingAsync("lin"));
        await VerifyAsync();
    }

    [Fact]
    public async Task Levels_OfANewVersion_ReachAMemberWithTheNextActivity()
    {
        await Member().RecordAsync(Read("a1"));
        var more = Model.Replace("\"newcomer\"", "\"guest\"", StringComparison.Ordinal);
        await PublishAsync(Document with { Rules = Giving, More = more }, basedOn: 1);
        Assert.Equal("newcomer", (await Member().GetAsync())!.Level);

        var answer = await Member().RecordAsync(Read("a2", "article-2"));

        Assert.Equal(("guest", true), (answer.Achieved!.Level, answer.Achieved.LevelChanged));
    }

    [Fact]
    public async Task Conditions_OnLevelAndBadge_ReadTheStateBeforeTheActivity()
    {
        var low = await Member().RecordAsync(Share("s1", "lin"));
        Assert.Equal((RuleOutcome.ConditionFailed, 0), (low.Receipt.Rules[0].Outcome, low.Receipt.Rules[0].Used));

        await Member().RecordAsync(Comment("c1"));
        await Member().ReviewAsync(new ReviewAwards("c1", true, null, "op"));
        var withBadge = await Member().RecordAsync(Share("s2", "lin"));

        Assert.Equal(RuleOutcome.Granted, withBadge.Receipt.Rules[0].Outcome);
        Assert.Equal("raffle", Assert.Single(withBadge.Achieved!.Entitlements).Item);
    }

    private static bool ReceiptsAreAlike(Receipt x, Receipt y) => x.Rules.SequenceEqual(y.Rules);

    private static RecordActivity Share(string id, string with) =>
        new(new Activity(new ActivityId(id), "share", null, null, with, []));

    private static RecordActivity CommentOn(string id, string with) =>
        new(new Activity(new ActivityId(id), "comment", null, "article-1", with, []));

    private async Task<(string, string)> OnlyBadgeAsync()
    {
        var badge = Assert.Single((await Member().GetAsync())!.Badges);
        return (badge.Badge, badge.Activity);
    }

    private async Task<(long, string?)> StandingAsync(string member)
    {
        var view = (await Member(member).GetAsync())!;
        return (view.ContributionMillis, view.Level);
    }

    private async Task<EntitlementPage> ListAsync(int limit = 100, LedgerPlace? after = null) =>
        await Member().ReadEntitlementsAsync(new EntitlementQuery(after, limit));

    private async Task VerifyAsync() => Assert.Empty(
        (await new Verifier(Journal, new VerificationOptions()).RunAsync(null, Cancellation)).Findings);
}
