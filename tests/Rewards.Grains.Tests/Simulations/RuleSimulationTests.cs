using NodaTime;
using Rewards.Domain;
using Rewards.Domain.Activities;
using Rewards.Domain.Programmes;
using Rewards.Domain.Rules;
using Rewards.Domain.Standing;
using Rewards.Grains.Members;
using Rewards.Grains.Simulations;
using Rewards.Grains.Standing;
using Rewards.Grains.Tests.Hosting;
using Rewards.Grains.Verification;
using Rewards.Tests.Shared;

namespace Rewards.Grains.Tests.Simulations;

public sealed class RuleSimulationOnMemoryTests : RuleSimulationTests<MemoryBackend>;

public sealed class RuleSimulationOnSqliteTests : RuleSimulationTests<SqliteBackend>;

public sealed class RuleSimulationOnAzuriteTests : RuleSimulationTests<AzureTablesBackend>;

/// <summary>A draft over recorded activity; the rules that were live give exactly what was awarded.</summary>
public abstract class RuleSimulationTests<TBackend> : GrainTests<TBackend>
    where TBackend : IBackend, new()
{
    private const int Steps = 400;

    private const string Live = """
        [
          { "id": "quiz", "order": 1, "when": "read", "give": { "feathers": 5 },
            "if": { "all": [{ "fact": "correct", "is": true },
                            { "count": "read", "within": "day", "atMost": 6 }] },
            "limits": [{ "per": "member-and-subject", "within": "week", "times": 1 },
                       { "per": "member", "within": "day", "amount": 12 }] },
          { "id": "comment", "order": 1, "when": "comment", "give": { "feathers": 10 }, "status": "pending",
            "if": { "fact": "text", "length": { "atLeast": 3 } },
            "limits": [{ "per": "member", "within": "day", "amount": 25 },
                       { "per": "member-and-subject", "within": "month", "times": 1 }] },
          { "id": "share", "order": 1, "when": "share", "coolDown": "PT1M",
            "give": [{ "currency": "stars", "amount": 8 },
                     { "currency": "stars", "amount": 4, "to": "counterparty" }],
            "multiply": [{ "by": 1.5, "if": { "member": "days", "atLeast": 2 } }],
            "discount": { "per": "counterparty", "within": "week", "percent": [100, 50, 25, 0] } },
          { "id": "stays", "order": 2, "when": "share",
            "give": [{ "currency": "feathers", "amount": 3 },
                     { "currency": "stars", "amount": 2, "to": "counterparty" }],
            "status": { "vesting": { "activeDays": 2, "within": "P2D" } },
            "limits": [{ "per": "member-and-subject", "within": "lifetime", "times": 1 },
                       { "per": "member", "within": "month", "amount": 25, "currency": "feathers" }] }
        ]
        """;

    public override async ValueTask InitializeAsync()
    {
        await Backend.OpenAsync();
        await StartAsync();
        await PublishAsync(Document with { Rules = Live }, basedOn: 0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Simulation_OfTheLiveRules_GivesExactlyTheAwardsThatWereMade(int seed)
    {
        var begin = Now;
        await LiveAsync(new Random(seed));
        foreach (var from in new[] { begin, begin + Duration.FromDays(2), Now })
        {
            var report = await SimulateAsync(Live, from);

            Assert.Equal((0, 0), (report.Different, report.Refused));
            Assert.All(report.Currencies, currency =>
                Assert.Equal((currency.Live, 0, 0), (currency.Draft, currency.Gainers, currency.Losers)));
        }

        Assert.True((await SimulateAsync(Live, begin)).Currencies.Sum(currency => currency.Live) > 100);
        var verified = await new Verifier(Journal, new VerificationOptions()).RunAsync(null, Cancellation);
        Assert.Empty(verified.Findings);
    }

    [Fact]
    public async Task Simulation_OfTheLiveRules_StopsWhereTheBudgetStopped()
    {
        const string rules = """
            [{ "id": "share", "order": 1, "when": "share", "give": { "stars": 300 }, "budget": "spring" },
             { "id": "comment", "order": 1, "when": "comment", "give": { "stars": 250 }, "budget": "spring",
               "status": "pending" }]
            """;
        await PublishAsync(Document with { Rules = rules }, basedOn: 1);
        var begin = Now;
        await Member("lin").RecordAsync(Comment("c1"));
        await Member("lin").RecordAsync(Tell("s1", "share"));
        Time.Advance(TimeSpan.FromDays(1));
        await Member("lin").RecordAsync(Tell("s2", "share"));
        await Member("lin").RecordAsync(Tell("s3", "share"));
        await Member("lin").ReviewAsync(new ReviewAwards("c1", Approve: false, null, "op"));
        await RunDueAsync();
        await RestartAsync();
        await Member("lin").RecordAsync(Tell("s4", "share"));

        Assert.Equal(1_000, (await BalanceAsync("stars", "lin")).Available);
        foreach (var from in new[] { begin, Now })
        {
            Assert.Equal(0, (await SimulateAsync(rules, from)).Different);
        }
    }

    [Fact]
    public async Task Simulation_OfADraft_TellsCostGainersLosersAndLimits()
    {
        await Member("lin").RecordAsync(Read("a1"));
        await Member("bo").RecordAsync(Read("b1", correct: false));
        var version = (await Grains.Community(new CommunityId(Community)).VersionsAsync()).Count;

        var report = await SimulateAsync("""
            [{ "id": "kind", "order": 1, "when": "read", "give": { "feathers": 3 },
               "limits": [{ "per": "member", "within": "day", "amount": 2 }] }]
            """, Now - Duration.FromDays(1));

        var feathers = Assert.Single(report.Currencies);
        Assert.Equal((2, 2), (report.Activities, report.Different));
        Assert.Equal((5, 4, 1, 1), (feathers.Live, feathers.Draft, feathers.Gainers, feathers.Losers));
        Assert.Equal(new SimulatedPay("bo", 0, 2), Assert.Single(feathers.MostGained));
        Assert.Equal(new SimulatedPay("lin", 5, 2), Assert.Single(feathers.MostLost));
        Assert.Equal(2, Assert.Single(report.Rules).Outcomes[RuleOutcome.GrantedInPart]);
        Assert.Equal(version, (await Grains.Community(new CommunityId(Community)).VersionsAsync()).Count);
        Assert.Equal(5, (await BalanceAsync("feathers", "lin")).Available);
    }

    /// <summary>What others get costs the rule too, and what was rejected costs nothing.</summary>
    [Fact]
    public async Task Simulation_OfADraftThatGivesToOthers_TellsAllThatItsRulesCost()
    {
        await Member("lin").RecordAsync(Share("l1", "bo"));
        await Member("lin").RecordAsync(Comment("c1"));
        await Member("lin").ReviewAsync(new ReviewAwards("c1", false, null, "op"));

        var report = await SimulateAsync("""
            [{ "id": "both", "order": 1, "when": "share",
               "give": [{ "currency": "stars", "amount": 5 },
                        { "currency": "stars", "amount": 3, "to": "counterparty" }] },
             { "id": "comment", "order": 1, "when": "comment", "give": { "stars": 9 }, "status": "pending" }]
            """, Now - Duration.FromDays(1));

        Assert.Equal(8, report.Currencies.Single(currency => currency.Currency == "stars").Draft);
        Assert.Equal([8, 0], report.Rules.Select(rule => rule.Given["stars"]));
    }

    [Fact]
    public async Task Simulation_OfADraftThatAsksForSupportInReturn_TellsEachWhatTheOtherDid()
    {
        await Member("lin").RecordAsync(Share("l1", "bo"));
        await Member("bo").RecordAsync(Share("b1", "lin"));
        Time.Advance(TimeSpan.FromHours(1));
        await Member("lin").RecordAsync(Share("l2", "bo"));

        var report = await SimulateAsync("""
            [{ "id": "pairs", "order": 1, "when": "share", "give": { "stars": 100 },
               "discount": { "per": "counterparty", "within": "week", "percent": [100],
                             "reciprocal": { "percent": [60, 20] } } }]
            """, Now - Duration.FromDays(1));

        var stars = report.Currencies.Single(currency => currency.Currency == "stars");
        Assert.Equal(100 + 60 + 20, stars.Draft);
        Assert.Equal(120, stars.MostGained.Single(pay => pay.Member == "lin").Draft);
    }

    private static RecordActivity Share(string id, string counterparty) =>
        new(new Activity(new ActivityId(id), "share", null, null, counterparty, []));

    [Fact]
    public async Task Simulation_Cancelled_Stops()
    {
        await Member("lin").RecordAsync(Read("a1"));
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            new RuleSimulation(Journal, Draft(Live), Now - Duration.FromDays(1))
                .RunAsync(_ => ValueTask.CompletedTask, cancelled.Token));
    }

    private async Task LiveAsync(Random random)
    {
        var comments = new List<(string Member, string Id)>();
        for (var i = 0; i < Steps; i++)
        {
            Time.Advance(TimeSpan.FromSeconds(random.Next(1, 2_000)));
            var member = $"m{random.Next(3)}";
            var subject = $"article-{random.Next(3)}";
            DateTimeOffset? late = random.Next(5) == 0 ? Time.GetUtcNow().AddHours(-random.Next(1, 40)) : null;
            Instant? at = late is { } told ? Instant.FromUnixTimeSeconds(told.ToUnixTimeSeconds()) : null;
            Activity Of(string type, params Fact[] facts) =>
                new(new ActivityId($"a{i}"), type, at, subject, $"m{random.Next(4)}", facts);
            if (i % 50 == 49)
            {
                var (kind, end) = random.Next(2) == 0
                    ? (StandingKind.Banned, (Instant?)null) : (StandingKind.Muted, Now + Duration.FromHours(9));
                await Member(member).SetStandingAsync(new SetStanding($"s{i}", kind, end, "spam", "op"));
            }
            else if (i % 50 == 9)
            {
                foreach (var one in (string[])["m0", "m1", "m2"])
                {
                    await Member(one).SetStandingAsync(new SetStanding($"s{i}", StandingKind.Good, null, "ok", "op"));
                }

                await RunDueAsync();
            }

            switch (random.Next(4))
            {
                case 0:
                    var correct = new Fact("correct", FactValue.Of(random.Next(4) > 0));
                    await Member(member).RecordAsync(new RecordActivity(Of("read", correct)));
                    break;
                case 1:
                    var text = new Fact("text", FactValue.Of(random.Next(4) > 0 ? "well said" : "ok"));
                    await Member(member).RecordAsync(new RecordActivity(Of("comment", text)));
                    comments.Add((member, $"a{i}"));
                    break;
                case 2: await Member(member).RecordAsync(new RecordActivity(Of("share"))); break;
                default: await ReviewAsync(random, comments); break;
            }
        }

        await RunDueAsync();
    }

    private async Task ReviewAsync(Random random, List<(string Member, string Id)> comments)
    {
        if (comments.Count == 0)
        {
            return;
        }

        var at = random.Next(comments.Count);
        var (member, id) = comments[at];
        comments.RemoveAt(at);
        var found = await Member(member).FindActivityAsync(id);
        if (found!.Awards.Count > 0)
        {
            await Member(member).ReviewAsync(new ReviewAwards(id, random.Next(2) == 0, null, "op"));
        }
    }

    private async Task<SimulationReport> SimulateAsync(string rules, Instant from) =>
        await new RuleSimulation(Journal, Draft(rules), from).RunAsync(_ => ValueTask.CompletedTask, Cancellation);

    private static Programme Draft(string rules) =>
        ProgrammeReader.Read(JsonDocuments.Parse((Document with { Rules = rules }).ToUtf8()), version: 2);
}
