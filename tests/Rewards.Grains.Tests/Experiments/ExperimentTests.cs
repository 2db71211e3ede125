using NodaTime;
using Rewards.Domain;
using Rewards.Domain.Activities;
using Rewards.Domain.Experiments;
using Rewards.Domain.Programmes;
using Rewards.Grains.Communities;
using Rewards.Grains.Members;
using Rewards.Grains.Projections;
using Rewards.Grains.Simulations;
using Rewards.Grains.Tests.Hosting;
using Rewards.Grains.Verification;
using Rewards.Tests.Shared;

namespace Rewards.Grains.Tests.Experiments;

public sealed class ExperimentOnMemoryTests : ExperimentTests<MemoryBackend>;

public sealed class ExperimentOnSqliteTests : ExperimentTests<SqliteBackend>;

public sealed class ExperimentOnAzuriteTests : ExperimentTests<AzureTablesBackend>;

/// <summary>A draft decides for some, what is in force for the others; the report compares them.</summary>
public abstract class ExperimentTests<TBackend> : GrainTests<TBackend>
    where TBackend : IBackend, new()
{
    private const string Draft = """
        [
          { "id": "generous", "order": 1, "when": "share", "give": { "stars": 7 } },
          { "id": "quiz", "order": 1, "when": "read", "give": { "feathers": 9 },
            "limits": [{ "per": "member", "within": "day", "amount": 20 }] },
          { "id": "comment", "order": 1, "when": "comment", "give": { "feathers": 12 }, "status": "pending" }
        ]
        """;

    private static readonly string[] Everybody = [.. Enumerable.Range(0, 20).Select(i => $"m{i}")];
    private ICommunityGrain Site => Grains.Community(new CommunityId(Community));

    [Fact]
    public async Task Members_AreDecidedByTheirArmAndReceiptsNameTheDraft()
    {
        await StartAsync(50);
        foreach (var member in Everybody)
        {
            var (version, amount) = await ShareAsync(member, "a");
            Assert.Equal(Arms.IsTreated("six", member, 50) ? (2, 7) : (1, 3), (version, amount));
        }

        await StartAsync(80);
        await RestartAsync();
        Assert.All(
            await Task.WhenAll(Everybody.Select(async member => (member, await ShareAsync(member, "b")))),
            it => Assert.Equal(Arms.IsTreated("six", it.member, 80) ? 2 : 1, it.Item2.Version));
        await Site.StopExperimentAsync(new StopExperiment("six", "op"));
        Assert.All(
            await Task.WhenAll(Everybody.Select(member => ShareAsync(member, "c"))), it => Assert.Equal(1, it.Version));
        Assert.Equal("generous", (await Grains.Programmes.VersionAsync(Community, 2)).Rules[0].Id);
        Assert.Equal(3, (await PublishAsync(Document, basedOn: 1)).Version);
        var verified = await new Verifier(Journal, new VerificationOptions()).RunAsync(null, Cancellation);
        Assert.Empty(verified.Findings);
    }

    [Fact]
    public async Task Experiment_WithAnEnd_DecidesUntilThenAndNotAfter()
    {
        var treated = Everybody.First(member => Arms.IsTreated("six", member, 50));
        await StartAsync(50, Now + Duration.FromHours(1));
        Time.Advance(TimeSpan.FromHours(1) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(2, (await ShareAsync(treated, "a")).Version);
        Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, (await ShareAsync(treated, "b")).Version);
        Assert.Equal(2, (await Grains.Programmes.DecidingAsync(Community, treated, Now - Duration.Epsilon)).Version);
    }

    [Fact]
    public async Task Draft_ThatDiffersInWhatBothArmsShare_IsRefusedByItsField()
    {
        var refused = await Assert.ThrowsAsync<DocumentException>(() => Site.StartExperimentAsync(new StartExperiment(
            "six", (Document with { NegativeBalance = "debt", Rules = Draft }).ToJson(), 50, "op", "")).AsTask());

        Assert.Equal("negativeBalance", Assert.Single(refused.Errors).Field);
        Assert.Empty(await Site.ExperimentsAsync());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Simulation_OfWhatDecidedEach_GivesExactlyTheAwardsThatWereMade(int seed)
    {
        var random = new Random(seed);
        var begin = Now;
        for (var i = 0; i < 300; i++)
        {
            Time.Advance(TimeSpan.FromSeconds(random.Next(1, 2_000)));
            switch (i)
            {
                case 50: await StartAsync(30); break;
                case 150: await StartAsync(70); break;
                case 250: await Site.StopExperimentAsync(new StopExperiment("six", "op")); break;
            }

            var member = Member(Everybody[random.Next(6)]);
            var answer = await member.RecordAsync(random.Next(3) switch
            {
                0 => Tell($"a{i}", "share"),
                1 => Comment($"a{i}"),
                _ => Read($"a{i}", $"article-{random.Next(5)}"),
            });
            if (answer.Awards.Any(award => award.LapsesAt is not null) && random.Next(2) == 0)
            {
                await member.ReviewAsync(new ReviewAwards($"a{i}", random.Next(2) == 0, null, "op"));
            }
        }

        Programme[] versions =
            [await Grains.Programmes.VersionAsync(Community, 1), await Grains.Programmes.VersionAsync(Community, 2)];
        var simulated = await new RuleSimulation(
            Journal, new CommunityId(Community), receipt => versions[(receipt?.RulesVersion ?? 1) - 1], begin)
            .RunAsync(_ => ValueTask.CompletedTask, Cancellation);

        Assert.Equal((0, 0), (simulated.Different, simulated.Refused));
        Assert.All(simulated.Currencies, currency => Assert.Equal(currency.Live, currency.Draft));
        var live = await new RuleSimulation(Journal, versions[0], begin)
            .RunAsync(_ => ValueTask.CompletedTask, Cancellation);
        Assert.True(live.Different > 10);
    }

    [Fact]
    public async Task Report_ComparesBothArmsWhileItRan()
    {
        await ShareAsync("m1", "before");
        await StartAsync(50);
        foreach (var member in Everybody)
        {
            await ShareAsync(member, "a");
        }

        await Member("m1").ReverseAsync(new ReverseAwards("a", "gone", "op"));
        await Site.StopExperimentAsync(new StopExperiment("six", "op"));
        await ShareAsync("m1", "after");

        var experiment = Assert.Single((await ReadAsync()).Experiments);
        var treated = Everybody.Count(member => Arms.IsTreated("six", member, 50));
        Assert.Equal(("six", 2, 50), (experiment.Id, experiment.Version, experiment.Percent));
        Assert.Equal((treated, 20 - treated), (experiment.Treatment.Members.Length, experiment.Control.Members.Length));
        Assert.Equal((treated, 20 - treated), (experiment.Treatment.Awards, experiment.Control.Awards));
        var reversed = Arms.IsTreated("six", "m1", 50);
        Assert.Equal(
            new RuleCost("stars", 2, 0, 7 * treated, reversed ? 7 : 0), Assert.Single(experiment.Treatment.Costs));
        Assert.Equal(
            new RuleCost("stars", 1, 2, 3 * (20 - treated), reversed ? 0 : 3), Assert.Single(experiment.Control.Costs));
        Assert.Equal(
            (7 * treated) - (reversed ? 7 : 0), experiment.Treatment.Pay.Sum());
        await RestartAsync();
        Assert.Equal(treated, (await ReadAsync()).Experiments.Single().Treatment.Awards);
    }

    /// <summary>The rules are those of who acts, whoever gets what they give.</summary>
    [Fact]
    public async Task Report_TellsWhatOthersGotInTheArmOfWhoActed()
    {
        var treated = Everybody.First(member => Arms.IsTreated("six", member, 50));
        var control = Everybody.First(member => !Arms.IsTreated("six", member, 50));
        const string draft = """
            [{ "id": "thanks", "order": 1, "when": "share",
               "give": [{ "currency": "stars", "amount": 4, "to": "counterparty" }] }]
            """;
        await Site.StartExperimentAsync(
            new StartExperiment("six", (Document with { Rules = draft }).ToJson(), 50, "op", ""));
        foreach (var id in new[] { "a", "b" })
        {
            await Member(treated).RecordAsync(new RecordActivity(
                new Activity(new ActivityId(id), "share", null, null, control, [])));
        }

        await RunDueAsync();
        await Member(treated).ReverseAsync(new ReverseAwards("b", "gone", "op"));
        await RunDueAsync();

        var experiment = Assert.Single((await ReadAsync()).Experiments);
        Assert.Equal(new RuleCost("stars", 2, 0, 8, 4), Assert.Single(experiment.Treatment.Costs));
        Assert.Empty(experiment.Control.Costs);
        Assert.Equal(4, experiment.Control.Pay.Sum());
    }

    private async Task<MonthCopy> ReadAsync()
    {
        await using var reading = new MatchReading(Journal, Grains.Programmes, Time);
        var zone = (await Grains.Programmes.CurrentAsync(Community)).Calendar.Zone;
        var date = Now.InZone(zone).Date;
        var (month, _) = await reading.ReadAsync(
            new CommunityId(Community), new YearMonth(date.Year, date.Month), "stars", Cancellation);
        return month!;
    }

    private async Task StartAsync(int percent, Instant? until = null) => await Site.StartExperimentAsync(
        new StartExperiment("six", (Document with { Rules = Draft }).ToJson(), percent, "op", "") { Until = until });

    private async Task<(int Version, long Amount)> ShareAsync(string member, string id)
    {
        var answer = await Member(member).RecordAsync(Tell(id, "share"));
        return (answer.Receipt.RulesVersion, answer.Awards.Single().Granted);
    }
}
