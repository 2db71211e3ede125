using NodaTime;
using Rewards.Domain;
using Rewards.Domain.Activities;
using Rewards.Domain.Retroactivity;
using Rewards.Grains.Communities;
using Rewards.Grains.InProcess;
using Rewards.Grains.Members;
using Rewards.Grains.Retroactivity;
using Rewards.Grains.Tests.Hosting;
using Rewards.Grains.Verification;
using Rewards.Tests.Shared;

namespace Rewards.Grains.Tests.Retroactivity;

public sealed class RetroactiveGrantOnMemoryTests : RetroactiveGrantTests<MemoryBackend>;

public sealed class RetroactiveGrantOnSqliteTests : RetroactiveGrantTests<SqliteBackend>;

public sealed class RetroactiveGrantOnAzuriteTests : RetroactiveGrantTests<AzureTablesBackend>;

/// <summary>A version that is published with grants gives what it would have given more, once, and takes nothing.
/// </summary>
public abstract class RetroactiveGrantTests<TBackend> : GrainTests<TBackend>
    where TBackend : IBackend, new()
{
    /// <summary>read: 7 instead of 5 · comment: pending still, and more · share: 2 instead of 3, 10 a day.</summary>
    private const string Better = """
        [
          { "id": "quiz", "order": 1, "when": "read", "give": { "feathers": 7 },
            "if": { "fact": "correct", "is": true },
            "limits": [{ "per": "member-and-subject", "within": "lifetime", "times": 1 }] },
          { "id": "comment", "order": 1, "when": "comment", "give": { "feathers": 30 }, "status": "pending" },
          { "id": "share", "order": 1, "when": "share", "give": { "stars": 2 } },
          { "id": "tried", "order": 2, "when": "read", "give": { "stars": 4 },
            "limits": [{ "per": "member", "within": "day", "amount": 10 }] }
        ]
        """;

    private static readonly CommunityId Birds = new(Community);

    [Fact]
    public async Task Grants_PreviewedAndConfirmed_AreMadeOnceAndAreTheDifference()
    {
        await Member().RecordAsync(Read("a1"));
        await Member().RecordAsync(Read("a2"));
        await Member().RecordAsync(Tell("s1", "share"));
        await Member().RecordAsync(Comment("c1"));
        await PublishWithGrantsAsync();
        Assert.Equal(7, (await Member().RecordAsync(Read("a3", "article-2"))).Awards[0].Granted);

        var (preview, lines) = await PreviewAsync();
        Assert.Equal(["a1 quiz feathers 2", "a1 tried stars 4", "a2 tried stars 2"], lines);
        Assert.Equal((3, 2, 6), (preview.Postings, SumOf(preview.Sums, "feathers"), SumOf(preview.Sums, "stars")));
        Assert.Equal(12, (await BalanceAsync("feathers")).Available);

        await ConfirmAsync(preview.Name);
        Assert.Equal(12, (await BalanceAsync("feathers")).Available);
        await MakeAsync();

        // The day's 10 of 'tried': 4 by the new version itself, 6 in retrospect.
        Assert.Equal(14, (await BalanceAsync("feathers")).Available);
        Assert.Equal(3 + 10, (await BalanceAsync("stars")).Available);
        var done = (await Grains.Community(Birds).FindGrantsAsync(2))!;
        Assert.Equal((3, preview.Sums.Count), (done.Postings, done.Sums.Count));
        Assert.NotNull(done.FinishedAt);
        await Grains.Retroactive.MakeAsync(Birds, 2, Cancellation);
        Assert.Equal(14, (await BalanceAsync("feathers")).Available);
        await AssertSoundAsync();
    }

    [Fact]
    public async Task Grants_OfAVersionWithQuests_LeaveTheirRewardsToWhatIsDoneFromThenOn()
    {
        const string steps = """
            [{ "id": "quiz", "order": 1, "when": "read",
               "give": [{ "currency": "feathers", "amount": 7 }, { "quest": { "id": "two", "step": "reads" } }] }]
            """;
        var quests = Document with
        {
            Rules = steps,
            Budgets = null,
            More = """
                { "quests": [{ "id": "two", "steps": [{ "id": "reads", "needed": 2 }], "give": { "stars": 100 } }] }
                """,
        };
        await Member().RecordAsync(Read("a1"));
        await Member().RecordAsync(Read("a2", "article-2"));
        await Grains.Community(Birds).PublishAsync(new PublishRules(quests.ToJson(), 1, "op", "quests")
        {
            GrantsSince = Now - Duration.FromDays(7),
        });

        var (preview, lines) = await PreviewAsync();

        Assert.Equal(["a1 quiz feathers 2", "a2 quiz feathers 2"], lines);
        await ConfirmAsync(preview.Name);
        await MakeAsync();
        Assert.Equal((14, 0), await HeldAsync("m1"));
        await Member().RecordAsync(Read("a3", "article-3"));
        await Member().RecordAsync(Read("a4", "article-4"));
        Assert.Equal((28, 100), await HeldAsync("m1"));
        await AssertSoundAsync();
    }

    [Fact]
    public async Task Grants_OfAReversedActivity_AreNotMade_OrAreTakenBackWithIt()
    {
        await Member().RecordAsync(Read("a1"));
        await Member().RecordAsync(Read("a2", "article-2"));
        await Member("m2").RecordAsync(Read("b1"));
        await PublishWithGrantsAsync();
        var (before, _) = await PreviewAsync();
        await Member().ReverseAsync(new ReverseAwards("a1", "copied", "op"));
        await RefusedAsync(Refusals.PreviewOutdated, () => ConfirmAsync(before.Name));

        var (preview, lines) = await PreviewAsync();
        Assert.Equal(
            ["a2 quiz feathers 2", "a2 tried stars 4", "b1 quiz feathers 2", "b1 tried stars 4"], lines);
        await ConfirmAsync(preview.Name);
        await Member("m2").ReverseAsync(new ReverseAwards("b1", "copied", "op"));
        await MakeAsync();
        Assert.Equal(0, (await BalanceAsync("stars", "m2")).Available);
        Assert.Equal((7, 4), await HeldAsync("m1"));

        await RestartAsync();
        await Member().ReverseAsync(new ReverseAwards("a2", "copied", "op"));
        Assert.Equal((0, 0), await HeldAsync("m1"));
        await Grains.Retroactive.MakeAsync(Birds, 2, Cancellation);
        Assert.Equal((0, 0), await HeldAsync("m1"));
        await AssertSoundAsync();
    }

    [Fact]
    public async Task Grants_OfAnActivityThatHadEarnedNothing_CanBeTakenBack()
    {
        await Member().RecordAsync(Read("a1", correct: false));
        await PublishWithGrantsAsync();
        await ConfirmAsync((await PreviewAsync()).Preview.Name);
        await MakeAsync();
        Assert.Equal((0, 4), await HeldAsync("m1"));
        var made = Assert.Single((await Member().FindActivityAsync("a1"))!.Retroactive);
        Assert.Equal((1, 2, 4), (made.FromVersion, made.Version, made.Awards.Single().Granted));

        await Member().ReverseAsync(new ReverseAwards("a1", "copied", "op"));

        Assert.Equal((0, 0), await HeldAsync("m1"));
        Assert.True((await Member().FindActivityAsync("a1"))!.Current!.Reversed);
        var causes = (await Member().ReadLedgerAsync(new LedgerQuery(null, 10, null, null))).Entries
            .Select(entry => (entry.Cause.Kind, entry.Cause.Activity, entry.Cause.RulesVersion));
        Assert.Equal([("reversal", "a1", null), ("retroactive-grant", "a1", 2)], causes);
        await AssertSoundAsync();
    }

    [Fact]
    public async Task Grants_OfSeveralVersions_AreEachTheDifferenceToAllBefore()
    {
        await Member().RecordAsync(Read("a1"));
        await PublishWithGrantsAsync();
        await ConfirmAsync((await PreviewAsync()).Preview.Name);
        await MakeAsync();
        await PublishWithGrantsAsync(
            Better.Replace("s\": 7", "s\": 8", StringComparison.Ordinal), basedOn: 2);

        var (preview, lines) = await PreviewAsync(3);
        Assert.Equal(["a1 quiz feathers 1"], lines);
        await ConfirmAsync(preview.Name, 3);
        await MakeAsync();

        Assert.Equal((8, 4), await HeldAsync("m1"));
        Assert.Equal([2, 3], (await Member().FindActivityAsync("a1"))!.Retroactive.Select(made => made.Version));
        await Member().ReverseAsync(new ReverseAwards("a1", "copied", "op"));
        Assert.Equal((0, 0), await HeldAsync("m1"));
        await AssertSoundAsync();
    }

    [Fact]
    public async Task Grants_NotDeclaredSupersededOrTooFarBack_AreRefused()
    {
        await Member().RecordAsync(Read("a1"));
        await PublishAsync(Document with { Rules = Better }, basedOn: 1);
        await RefusedAsync(Refusals.ForwardOnly, () => PreviewAsync(2));
        await RefusedAsync(Refusals.UnknownRulesVersion, () => ConfirmAsync("x", 3));
        await RefusedAsync(
            Refusals.TimeOutOfRange,
            () => PublishWithGrantsAsync(basedOn: 2, back: Duration.FromDays(31)).AsTask());
        await RefusedAsync(
            Refusals.TimeOutOfRange, () => PublishWithGrantsAsync(basedOn: 2, back: Duration.Zero).AsTask());

        await PublishWithGrantsAsync(basedOn: 2, back: Duration.FromDays(30));
        var (preview, _) = await PreviewAsync(3);
        await RefusedAsync(Refusals.PreviewOutdated, () => ConfirmAsync(new string('0', 64), 3));
        Time.Advance(TimeSpan.FromDays(2));
        await RefusedAsync(Refusals.TimeOutOfRange, () => ConfirmAsync(preview.Name, 3));

        await PublishWithGrantsAsync(basedOn: 3);
        await PublishAsync(Document with { Rules = Better, LatenessMax = "P2D" }, basedOn: 4);
        await RefusedAsync(Refusals.VersionNotInForce, () => PreviewAsync(4));
    }

    [Fact]
    public async Task Grants_MadeByTwoHostsAtOnce_AreMadeOnce()
    {
        for (var i = 0; i < 40; i++)
        {
            await Member($"m{i % 8}").RecordAsync(Read($"a{i}", $"article-{i}"));
        }

        await PublishWithGrantsAsync();
        var (preview, _) = await PreviewAsync();
        await ConfirmAsync(preview.Name);
        await using var other = new LocalGrains(Journal, Time, new GrainOptions());
        await other.StartAsync();

        await Task.WhenAll(((LocalGrains[])[Grains, other]).Select(host => Task.Run(
            async () => await MakeStubbornlyAsync(host))));

        var feathers = 0L;
        for (var i = 0; i < 8; i++)
        {
            feathers += (await BalanceAsync("feathers", $"m{i}")).Available;
        }

        Assert.Equal(40 * 7, feathers);
        await AssertSoundAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(11)]
    [InlineData(20)]
    public async Task Grants_BrokenOffAnywhere_AreMadeOnceByTheNextHost(int appends)
    {
        for (var i = 0; i < 12; i++)
        {
            await Member($"m{i % 4}").RecordAsync(Read($"a{i}", $"article-{i}"));
        }

        await PublishWithGrantsAsync();
        var (preview, _) = await PreviewAsync();
        await ConfirmAsync(preview.Name);
        await Grains.DisposeAsync();
        await StartAsync(journal: new BreakingJournal(Journal, appends));
        try
        {
            await Grains.Retroactive.MakeAsync(Birds, 2, Cancellation);
        }
        catch (GrainUnavailableException)
        {
            // As if the host had ended there.
        }

        await RestartAsync();
        await MakeAsync();

        var done = (await Grains.Community(Birds).FindGrantsAsync(2))!;
        Assert.Equal((preview.Postings, true), (done.Postings, done.FinishedAt is not null));
        Assert.Equal(preview.Sums, done.Sums);
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal((21, 10), await HeldAsync($"m{i}"));
        }

        await AssertSoundAsync();
    }

    private static async Task MakeStubbornlyAsync(LocalGrains host)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await host.Retroactive.MakeAsync(Birds, 2, Cancellation);
                return;
            }
            catch (Exception e) when (e is GrainBusyException or GrainUnavailableException && attempt < 50)
            {
                // The other host has written in between more often than a command is tried again: due work comes again.
            }
        }
    }

    private async Task<(long Feathers, long Stars)> HeldAsync(string member) =>
        ((await BalanceAsync("feathers", member)).Available, (await BalanceAsync("stars", member)).Available);

    private static long SumOf(IReadOnlyList<CurrencySum> sums, string currency) =>
        sums.Where(sum => sum.Currency == currency).Sum(sum => sum.Amount);

    private ValueTask<Domain.Communities.PublishedVersion> PublishWithGrantsAsync(
        string rules = Better, int basedOn = 1, Duration? back = null) =>
        Grains.Community(Birds).PublishAsync(
            new PublishRules((Document with { Rules = rules, Budgets = null }).ToJson(), basedOn, "op", "more")
            {
                GrantsSince = Now - (back ?? Duration.FromDays(7)),
            });

    private async Task<(GrantPreview Preview, List<string> Lines)> PreviewAsync(int version = 2)
    {
        var lines = new List<string>();
        var programme = await Grains.Programmes.VersionAsync(Community, version);
        var preview = await Grains.Retroactive.PreviewAsync(
            Birds,
            version,
            (_, grant) =>
            {
                lines.AddRange(grant.Amounts.Select(amount =>
                    $"{grant.Activity} {programme.Rules[amount.Rule].Id} {amount.Currency} {amount.Amount}"));
                return ValueTask.CompletedTask;
            },
            _ => ValueTask.CompletedTask,
            Cancellation);
        return (preview, lines);
    }

    private async Task<RetroactiveGrants> ConfirmAsync(string preview, int version = 2) =>
        await Grains.Retroactive.ConfirmAsync(Birds, version, preview, "op", Cancellation);

    /// <summary>As the server does: due work begins it, and asks until it is done.</summary>
    private async Task MakeAsync()
    {
        await RunDueAsync();
        await Grains.RetroactiveIdleAsync();
        Time.Advance(TimeSpan.FromSeconds(1));
        await RunDueAsync();
    }

    private async Task AssertSoundAsync() => Assert.Empty(
        (await new Verifier(Journal, new VerificationOptions()).RunAsync(null, Cancellation)).Findings);
}
